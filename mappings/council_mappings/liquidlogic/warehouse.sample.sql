-- Synthetic people in the shape of Liquidlogic's warehouse: everybody is invented. Types are ours.
-- The tables stand in the schema `Child_Social`; make it the one that new tables go to.

CREATE TABLE DIM_PERSON (
    DIM_PERSON_ID bigint NOT NULL PRIMARY KEY, LEGACY_ID varchar(16), FORENAME varchar(60), SURNAME varchar(60),
    GENDER_MAIN_CODE varchar(16), ETHNICITY_MAIN_CODE varchar(16), BIRTH_DTTM timestamp, DOB_ESTIMATED varchar(1),
    DEATH_DTTM timestamp, NATNL_CODE varchar(16), UPN varchar(16), IS_CLIENT varchar(1), DUPLICATED_DTTM timestamp);
INSERT INTO DIM_PERSON VALUES
    (-1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (3001, 'L17', 'Edith', 'Harrowgate', 'F', 'WBRI', '1941-03-05 00:00:00', 'N', NULL, NULL, NULL, 'Y', '1900-01-01 00:00:00'),
    (3002, NULL, 'Zoltan', 'O''Brien', 'M', 'REFU', '1968-11-30 00:00:00', 'Y', '2026-01-04 00:00:00', NULL, NULL, 'Y', NULL),
    (3003, NULL, 'Edith', 'Harowgate', 'F', 'XX', '1900-01-01 00:00:00', 'Y', NULL, NULL, NULL, 'N', '2025-03-01 10:20:00');

CREATE TABLE DIM_PERSON_ADDRESS (
    DIM_PERSON_ADDRESS_ID bigint NOT NULL PRIMARY KEY, DIM_PERSON_ID bigint, ADDSS_TYPE_CODE varchar(16),
    START_DTTM timestamp, END_DTTM timestamp, ROOM_NO varchar(16), FLOOR_NO varchar(16), FLAT_NO varchar(16),
    BUILDING varchar(80), HOUSE_NO varchar(16), STREET varchar(80), TOWN varchar(80), POSTCODE varchar(16));
INSERT INTO DIM_PERSON_ADDRESS VALUES
    (1, 3001, 'HOME', '2001-06-12 00:00:00', NULL, NULL, NULL, NULL, NULL, '12', 'Mill Lane', 'Millbrook', 'ZZ99 3VZ'),
    (2, 3002, 'HOME', '2001-06-12 00:00:00', '2026-01-04 00:00:00', NULL, '1', '2', 'Weir House', '7', 'Weir Street', 'Millbrook', 'XXXX XXX'),
    (3, 3003, 'HOME', '2020-01-01 00:00:00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'nopostcode');

CREATE TABLE FACT_PERSON_RELATION (
    FACT_PERSON_RELATION_ID bigint NOT NULL PRIMARY KEY, DIM_PERSON_ID bigint, DIM_RELATED_PERSON_ID bigint,
    DIM_RELATED_PERSON_DOB timestamp, DIM_LOOKUP_RELTN_TYPE_CODE varchar(16), END_DTTM timestamp);
INSERT INTO FACT_PERSON_RELATION VALUES
    (1, 3001, 3002, '1968-11-30 00:00:00', 'CHI', NULL), (2, 3001, -1, NULL, 'CHI', '2020-01-01 00:00:00');

CREATE TABLE FACT_INVOLVEMENTS (
    FACT_INVOLVEMENTS_ID bigint NOT NULL PRIMARY KEY, DIM_PERSON_ID bigint, DIM_WORKER_ID bigint,
    DIM_WORKER_NAME varchar(120), IS_ALLOCATED_CW_FLAG varchar(1), FACT_WORKER_HISTORY_DEPARTMENT_DESC varchar(120),
    DIM_LOOKUP_INVOLVEMENT_TYPE_CODE varchar(16), START_DTTM timestamp, END_DTTM timestamp);
INSERT INTO FACT_INVOLVEMENTS VALUES
    (1, 3001, 901, 'Ros Teal', 'Y', 'East Locality Team', 'CW', '2024-02-01 00:00:00', NULL),
    (2, 3001, 902, 'Ada Quill', 'N', 'Health', 'KA', '2024-02-01 00:00:00', NULL),
    (3, 3002, -1, NULL, 'Y', NULL, 'CW', '2020-02-01 00:00:00', NULL);
