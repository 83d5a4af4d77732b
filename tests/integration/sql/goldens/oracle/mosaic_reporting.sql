-- the first page
SELECT t0.person_id AS c0, t0.restricted AS c1, t0.nhs_id AS c2, t0.title AS c3, t0.first_name AS c4, t0.last_name AS c5, t0.date_of_birth AS c6, t0.date_of_death AS c7, t0.gender AS c8, t0.full_ethnicity_code AS c9, t0.person_id_legacy AS c10, t0.context_flag AS c11
FROM dm_persons t0
WHERE t0.person_id IS NOT NULL ORDER BY t0.person_id
 FETCH FIRST 1001 ROWS ONLY

-- a page
SELECT t0.person_id AS c0, t0.restricted AS c1, t0.nhs_id AS c2, t0.title AS c3, t0.first_name AS c4, t0.last_name AS c5, t0.date_of_birth AS c6, t0.date_of_death AS c7, t0.gender AS c8, t0.full_ethnicity_code AS c9, t0.person_id_legacy AS c10, t0.context_flag AS c11
FROM dm_persons t0
WHERE t0.person_id > :after ORDER BY t0.person_id
 FETCH FIRST 1001 ROWS ONLY

-- one person
SELECT t0.person_id AS c0, t0.restricted AS c1, t0.nhs_id AS c2, t0.title AS c3, t0.first_name AS c4, t0.last_name AS c5, t0.date_of_birth AS c6, t0.date_of_death AS c7, t0.gender AS c8, t0.full_ethnicity_code AS c9, t0.person_id_legacy AS c10, t0.context_flag AS c11
FROM dm_persons t0
WHERE t0.person_id = :ref
 FETCH FIRST 2 ROWS ONLY

-- rows without a key
SELECT count(*) AS count_1
FROM dm_persons t0
WHERE t0.person_id IS NULL

-- rows of one key
SELECT count(*) AS count_1
FROM dm_persons t0
WHERE t0.person_id = :key

-- people by their keys
SELECT t0.person_id AS c0, t0.restricted AS c1, t0.nhs_id AS c2, t0.title AS c3, t0.first_name AS c4, t0.last_name AS c5, t0.date_of_birth AS c6, t0.date_of_death AS c7, t0.gender AS c8, t0.full_ethnicity_code AS c9, t0.person_id_legacy AS c10, t0.context_flag AS c11
FROM dm_persons t0
WHERE t0.person_id IN (:key0, :key1) ORDER BY t0.person_id

-- duplicate of a page
SELECT t0.person_id AS c0, t0.other_person_id AS c1, t0.start_date AS c2, t0.end_date AS c3
FROM dm_personal_relationships t0 LEFT OUTER JOIN dm_personal_rel_types t1 ON t0.personal_rel_type_id = t1.personal_rel_type_id
WHERE t1.description = :param_1 AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.personal_relationship_id
-- param_1 = Duplicate : Main record

-- address of a page
SELECT t0.person_id AS c0, t0.address AS c1, t0.post_code AS c2, t0.district AS c3, t0.start_date AS c4, t0.end_date AS c5, t0.is_display_address AS c6
FROM dm_addresses t0
WHERE t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.ref_addresses_people_id

-- gp of a page
SELECT t0.person_id AS c0, t3.name AS c1, t1.first_names AS c2, t1.last_names AS c3, t0.start_date AS c4, t0.end_date AS c5
FROM dm_prof_relationships t0 LEFT OUTER JOIN workers t1 ON t0.worker_id = t1.id LEFT OUTER JOIN worker_roles t2 ON t0.worker_id = t2.worker_id AND t2.primary_job = :param_1 AND (t2.start_date IS NULL OR t2.start_date < :param_2) AND (t2.end_date IS NULL OR t2.end_date < :param_3 OR t2.end_date >= :param_4) LEFT OUTER JOIN organisations t3 ON t2.org_id = t3.id
WHERE (t0.prof_rel_type_code = :param_5 OR t0.prof_rel_type_code = :param_6) AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.prof_relationship_id
-- param_1 = Y
-- param_2 = 2026-11-24 00:00:00
-- param_3 = 1900-01-02 00:00:00
-- param_4 = 2026-11-23 00:00:00
-- param_5 = GP
-- param_6 = SURGERY

-- allocation of a page
SELECT t0.person_id AS c0, t1.first_names AS c1, t1.last_names AS c2, t3.name AS c3, t0.start_date AS c4, t0.end_date AS c5
FROM dm_allocated_workers t0 LEFT OUTER JOIN workers t1 ON t0.worker_id = t1.id LEFT OUTER JOIN worker_roles t2 ON t0.worker_id = t2.worker_id AND t2.primary_job = :param_1 AND (t2.start_date IS NULL OR t2.start_date < :param_2) AND (t2.end_date IS NULL OR t2.end_date < :param_3 OR t2.end_date >= :param_4) LEFT OUTER JOIN organisations t3 ON t2.org_id = t3.id
WHERE t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.allocation_id
-- param_1 = Y
-- param_2 = 2026-11-24 00:00:00
-- param_3 = 1900-01-02 00:00:00
-- param_4 = 2026-11-23 00:00:00

-- subject of a page
SELECT t0.subject_compound_id AS c0, t1.step_status AS c1, t2.name AS c2
FROM dm_subgroup_subjects t0 LEFT OUTER JOIN dm_workflow_steps t1 ON t0.subgroup_id = t1.subgroup_id LEFT OUTER JOIN organisations t2 ON t1.responsible_team_id = t2.id
WHERE t0.subject_type_code = :param_1 AND t0.subject_compound_id BETWEEN :low AND :high ORDER BY t0.subject_compound_id, t1.workflow_step_id
-- param_1 = PER

-- relationship of a page
SELECT t0.person_id AS c0, t0.other_person_id AS c1, t1.description AS c2, t0.is_informal_carer AS c3, t0.start_date AS c4, t0.end_date AS c5
FROM dm_personal_relationships t0 LEFT OUTER JOIN dm_personal_rel_types t1 ON t0.personal_rel_type_id = t1.personal_rel_type_id
WHERE (t1.description IS NULL OR t1.description != :param_1) AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.personal_relationship_id
-- param_1 = Duplicate : Main record

-- group of a page
SELECT t0.person_id AS c0, t0.full_group_type AS c1, t0.start_date AS c2, t0.end_date AS c3
FROM dm_service_user_groups t0
WHERE t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id
