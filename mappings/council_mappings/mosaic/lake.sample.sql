-- Synthetic people in the shape of a data lake's copy of Mosaic: everybody is invented. Types are ours.
-- The tables stand in the schema `raw`; make it the one that new tables go to.
-- Read with gp_relationship = "GP" and lpa_question = "LPA_HELD".

CREATE TABLE mosaic_fw_mo_persons (
    PERSON_ID bigint NOT NULL PRIMARY KEY, GENDER varchar(1), SUB_ETHNICITY varchar(33),
    DATE_OF_BIRTH timestamp, AGE_ESTIMATED varchar(1), DATE_OF_DEATH timestamp, COUNTRY_OF_BIRTH varchar(16));
INSERT INTO mosaic_fw_mo_persons VALUES
    (1001, 'F', 'WBRI', '1941-03-05 00:00:00', 'N', NULL, NULL),
    (1002, 'M', 'REFU', '1968-11-30 00:00:00', 'N', NULL, NULL),
    (1003, 'F', NULL, '1941-03-05 00:00:00', 'N', NULL, NULL),
    (1004, 'U', 'ZZ9', '1900-01-01 00:00:00', 'Y', '2026-01-04 00:00:00', NULL);

CREATE TABLE mosaic_fw_mo_person_names (
    PERSON_NAME_ID bigint NOT NULL PRIMARY KEY, PERSON_ID bigint, NAME_TYPE_ID varchar(16),
    FIRST_NAMES varchar(30), LAST_NAME varchar(30), START_DATE timestamp);
INSERT INTO mosaic_fw_mo_person_names VALUES
    (1, 1001, 'DISPLAY', 'Edith', 'Fern', '1990-01-01 00:00:00'),
    (2, 1001, 'DISPLAY', 'Edith', 'Harrowgate', '2001-06-12 00:00:00'),
    (3, 1001, 'ALIAS', 'Edie', 'Gate', '2010-01-01 00:00:00'),
    (4, 1002, 'DISPLAY', 'Zoltan', 'O''Brien', '1990-01-01 00:00:00'),
    (5, 1003, 'DISPLAY', 'Edith', 'Harowgate', '2020-01-01 00:00:00'),
    (6, 1004, 'DISPLAY', '-', 'Unknown', '2020-01-01 00:00:00');

CREATE TABLE mosaic_fw_mo_subject_references (
    SUBJECT_COMPOUND_ID bigint, REFERENCE_TYPE_CODE varchar(16), REFERENCE varchar(40));
INSERT INTO mosaic_fw_mo_subject_references VALUES
    (1001, 'NHS', '9990001006'), (1001, 'UPN', 'A123'), (1002, 'NHS', '999 000 1375'), (1004, 'NHS', 'none');

CREATE TABLE mosaic_fw_mo_relationship_types (
    RELATIONSHIP_TYPE_ID bigint NOT NULL PRIMARY KEY, RELATIONSHIP_CODE varchar(16));
INSERT INTO mosaic_fw_mo_relationship_types VALUES (1, 'MOTHER'), (2, 'DUPLICATE'), (3, 'CARER'), (4, 'CAREDFOR');
CREATE TABLE mosaic_fw_mo_person_relationships (
    PERSON_RELATIONSHIP_ID bigint NOT NULL PRIMARY KEY, PERSON_ID bigint, PERSON_RELATED_TO_ID bigint,
    RELATIONSHIP_TYPE_ID bigint, END_DATE timestamp);
INSERT INTO mosaic_fw_mo_person_relationships VALUES
    (1, 1002, 1001, 3, NULL), (2, 1001, 1002, 4, NULL), (3, 1003, 1001, 2, NULL),
    (4, 1004, 1001, 2, '2025-01-01 00:00:00'), (5, 1001, 1009, 1, '2019-05-01 00:00:00');

CREATE TABLE mosaic_fw_addresses (
    ID bigint NOT NULL PRIMARY KEY, FLAT_NUMBER varchar(16), STREET_NUMBER varchar(16), BUILDING varchar(80),
    STREET varchar(80), TOWN varchar(80), POST_CODE varchar(16));
INSERT INTO mosaic_fw_addresses VALUES
    (1, NULL, '12', NULL, 'Mill Lane', 'Millbrook', 'ZZ99 3VZ'),
    (2, 'Flat 2', '7', 'Weir House', 'Weir Street', 'Millbrook', 'ZZ99 3VZ'),
    (3, NULL, NULL, NULL, 'NO FIXED ABODE', 'Millbrook', 'nopostcode');
CREATE TABLE mosaic_fw_addresses_people (
    ID bigint NOT NULL PRIMARY KEY, PERSON_ID bigint, ADDRESS_ID bigint, ADDRESS_TYPE varchar(16),
    START_DATE timestamp, END_DATE timestamp, CONTACT_ADDRESS varchar(1), DISPLAY_ADDRESS varchar(1));
INSERT INTO mosaic_fw_addresses_people VALUES
    (1, 1001, 1, 'MAIN', '2001-06-12 00:00:00', NULL, 'Y', 'Y'),
    (2, 1001, 2, 'PLACEMENT', '2020-01-01 00:00:00', NULL, 'N', 'N'),
    (3, 1002, 2, 'MAIN', '2001-06-12 00:00:00', '2020-01-01 00:00:00', 'Y', 'Y'),
    (4, 1003, 3, 'MAIN', '2020-01-01 00:00:00', NULL, 'Y', 'Y');

CREATE TABLE mosaic_fw_workers (ID bigint NOT NULL PRIMARY KEY, FIRST_NAMES varchar(30), LAST_NAMES varchar(30));
CREATE TABLE mosaic_fw_organisations (ID bigint NOT NULL PRIMARY KEY, NAME varchar(240) NOT NULL);
CREATE TABLE mosaic_fw_worker_roles (
    WORKER_ID bigint, ORG_ID bigint, ROLE varchar(16), PRIMARY_JOB varchar(1), START_DATE timestamp,
    END_DATE timestamp);
CREATE TABLE mosaic_fw_prof_relationship_types (REL_TYPE varchar(16) NOT NULL PRIMARY KEY, DESCRIPTION varchar(80));
CREATE TABLE mosaic_fw_people_workers (
    ID bigint NOT NULL PRIMARY KEY, PERSON_ID bigint, WORKER_ID bigint, TYPE varchar(16),
    START_DATE timestamp, END_DATE timestamp, START_DATE_REASON varchar(16));
INSERT INTO mosaic_fw_workers VALUES (1, 'Ros', 'Teal'), (2, 'Dr', 'Fern');
INSERT INTO mosaic_fw_organisations VALUES (1, 'East Locality Team'), (2, 'Millbrook Surgery'), (3, 'West Locality Team');
INSERT INTO mosaic_fw_worker_roles VALUES
    (1, 3, 'SW', 'Y', '2001-01-01 00:00:00', '2019-12-31 00:00:00'),
    (1, 1, 'SW', 'Y', '2020-01-01 00:00:00', NULL), (2, 2, 'GP', 'Y', '2001-01-01 00:00:00', NULL);
INSERT INTO mosaic_fw_prof_relationship_types VALUES
    ('ALLWKR', 'Allocated worker'), ('ALLWORK', 'Allocated worker'), ('ALLWORKCF', 'Allocated worker'), ('GP', 'GP');
INSERT INTO mosaic_fw_people_workers VALUES
    (1, 1001, 1, 'ALLWORK', '2024-02-01 00:00:00', NULL, NULL),
    (2, 1001, 2, 'GP', '2010-04-01 00:00:00', NULL, NULL),
    (3, 1002, 1, 'ALLWKR', '2020-02-01 00:00:00', '2025-06-30 00:00:00', NULL);

CREATE TABLE mosaic_fw_mo_subgroup_subjects (
    SUBGROUP_ID bigint, SUBJECT_COMPOUND_ID bigint, SUBJECT_TYPE_CODE varchar(3));
CREATE TABLE mosaic_fw_mo_workflow_steps (
    WORKFLOW_STEP_ID bigint NOT NULL PRIMARY KEY, WORKFLOW_STEP_TYPE_ID bigint, SUBGROUP_ID bigint,
    STEP_STATUS varchar(16), INCOMING_ON timestamp, STARTED_ON timestamp, COMPLETED_ON timestamp,
    CANCELLED_ON timestamp, ASSIGNEE_ID bigint, RESPONSIBLE_TEAM_ID bigint);
-- Subgroup 11 is of two people, 12 of one; in 13 a family has the number of a person.
INSERT INTO mosaic_fw_mo_subgroup_subjects VALUES
    (11, 1001, 'PER'), (11, 1004, 'PER'), (12, 1002, 'PER'), (13, 1002, 'FAM');
INSERT INTO mosaic_fw_mo_workflow_steps VALUES
    (21, 335, 11, 'STARTED', NULL, '2026-09-01 00:00:00', NULL, NULL, 1, 1),
    (22, 335, 12, 'COMPLETED', NULL, '2024-05-01 00:00:00', '2024-06-01 00:00:00', NULL, 1, 1),
    (23, 335, 12, 'COMPLETED', NULL, '2026-05-01 00:00:00', '2026-06-01 00:00:00', NULL, 1, NULL),
    (24, 335, 13, 'STARTED', NULL, '2026-05-01 00:00:00', NULL, NULL, 1, 1);

CREATE TABLE mosaic_fw_mo_forms (
    FORM_ID bigint NOT NULL PRIMARY KEY, WORKFLOW_STEP_ID bigint, TEMPLATE_ID bigint, SUBGROUP_ID bigint,
    CREATED_ON timestamp);
CREATE TABLE mosaic_fw_mo_questions (QUESTION_ID bigint NOT NULL PRIMARY KEY, QUESTION_USER_CODE varchar(80));
CREATE TABLE mosaic_fw_mo_question_lookups (QUESTION_LOOKUP_ID bigint NOT NULL PRIMARY KEY, ANSWER varchar(240));
CREATE TABLE mosaic_fw_mo_form_answer_rows (
    FORM_ANSWER_ROW_ID bigint NOT NULL PRIMARY KEY, HANDLER_ROW_IDENTIFIER varchar(40));
CREATE TABLE mosaic_fw_mo_form_lookup_answers (
    FORM_ID bigint, QUESTION_ID bigint, FORM_ANSWER_ROW_ID bigint, QUESTION_LOOKUP_ID bigint);
INSERT INTO mosaic_fw_mo_forms VALUES
    (31, 21, 300, 11, '2026-09-02 00:00:00'), (32, 22, 300, 12, '2024-05-02 00:00:00'),
    (33, 23, 300, 12, '2026-05-02 00:00:00');
INSERT INTO mosaic_fw_mo_questions VALUES (41, 'LPA_HELD'), (42, 'LIVES_ALONE');
INSERT INTO mosaic_fw_mo_question_lookups VALUES
    (51, 'Lasting power of attorney: health and welfare'),
    (52, 'Lasting power of attorney: property and financial affairs'), (53, 'No'), (54, 'Yes');
INSERT INTO mosaic_fw_mo_form_answer_rows VALUES (61, '1001'), (62, '1001'), (63, ''), (64, NULL), (65, NULL);
-- 1001 holds two powers; 1004, who is in the same subgroup, none of them. Of 1002 an older form said yes,
-- the latest says no. The last two answers have no question.
INSERT INTO mosaic_fw_mo_form_lookup_answers VALUES
    (31, 41, 61, 51), (31, 41, 62, 52), (31, 42, 65, 54), (32, 41, 63, 51), (33, 41, 64, 53),
    (31, NULL, 65, 51), (33, 999, 65, 52);
