-- the first page
SELECT t0.dim_person_id AS c0, t0.duplicated_dttm AS c1, t0.forename AS c2, t0.surname AS c3, t0.birth_dttm AS c4, t0.death_dttm AS c5, t0.gender_main_code AS c6, t0.ethnicity_main_code AS c7, t0.legacy_id AS c8, t0.dob_estimated AS c9
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id IS NOT NULL ORDER BY t0.dim_person_id
 FETCH FIRST 1001 ROWS ONLY
-- param_1 = -1

-- a page
SELECT t0.dim_person_id AS c0, t0.duplicated_dttm AS c1, t0.forename AS c2, t0.surname AS c3, t0.birth_dttm AS c4, t0.death_dttm AS c5, t0.gender_main_code AS c6, t0.ethnicity_main_code AS c7, t0.legacy_id AS c8, t0.dob_estimated AS c9
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id > :after ORDER BY t0.dim_person_id
 FETCH FIRST 1001 ROWS ONLY
-- param_1 = -1

-- one person
SELECT t0.dim_person_id AS c0, t0.duplicated_dttm AS c1, t0.forename AS c2, t0.surname AS c3, t0.birth_dttm AS c4, t0.death_dttm AS c5, t0.gender_main_code AS c6, t0.ethnicity_main_code AS c7, t0.legacy_id AS c8, t0.dob_estimated AS c9
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id = :ref
 FETCH FIRST 2 ROWS ONLY
-- param_1 = -1

-- rows without a key
SELECT count(*) AS count_1
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id IS NULL
-- param_1 = -1

-- rows of one key
SELECT count(*) AS count_1
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id = :key
-- param_1 = -1

-- people by their keys
SELECT t0.dim_person_id AS c0, t0.duplicated_dttm AS c1, t0.forename AS c2, t0.surname AS c3, t0.birth_dttm AS c4, t0.death_dttm AS c5, t0.gender_main_code AS c6, t0.ethnicity_main_code AS c7, t0.legacy_id AS c8, t0.dob_estimated AS c9
FROM "Child_Social".dim_person t0
WHERE (t0.dim_person_id IS NULL OR t0.dim_person_id != :param_1) AND t0.dim_person_id IN (:key0, :key1) ORDER BY t0.dim_person_id
-- param_1 = -1

-- address of a page
SELECT t0.dim_person_id AS c0, t0.room_no AS c1, t0.floor_no AS c2, t0.flat_no AS c3, t0.building AS c4, t0.house_no AS c5, t0.street AS c6, t0.postcode AS c7, t0.town AS c8, t0.start_dttm AS c9, t0.end_dttm AS c10
FROM "Child_Social".dim_person_address t0
WHERE t0.dim_person_id BETWEEN :low AND :high ORDER BY t0.dim_person_id, t0.dim_person_address_id

-- relation of a page
SELECT t0.dim_person_id AS c0, t0.dim_related_person_id AS c1, t0.dim_lookup_reltn_type_code AS c2, t0.end_dttm AS c3
FROM "Child_Social".fact_person_relation t0
WHERE t0.dim_person_id BETWEEN :low AND :high ORDER BY t0.dim_person_id, t0.fact_person_relation_id

-- involvement of a page
SELECT t0.dim_person_id AS c0, t0.dim_worker_name AS c1, t0.fact_worker_history_department_desc AS c2, t0.start_dttm AS c3, t0.end_dttm AS c4
FROM "Child_Social".fact_involvements t0
WHERE t0.is_allocated_cw_flag = :param_1 AND (t0.dim_worker_id IS NULL OR t0.dim_worker_id != :param_2) AND t0.dim_person_id BETWEEN :low AND :high ORDER BY t0.dim_person_id, t0.fact_involvements_id
-- param_1 = Y
-- param_2 = -1
