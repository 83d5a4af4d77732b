-- the first page
SELECT t0.person_id AS c0, t0.date_of_birth AS c1, t0.date_of_death AS c2, t0.gender AS c3, t0.sub_ethnicity AS c4
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id IS NOT NULL ORDER BY t0.person_id
 FETCH FIRST 1001 ROWS ONLY

-- a page
SELECT t0.person_id AS c0, t0.date_of_birth AS c1, t0.date_of_death AS c2, t0.gender AS c3, t0.sub_ethnicity AS c4
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id > :after ORDER BY t0.person_id
 FETCH FIRST 1001 ROWS ONLY

-- one person
SELECT t0.person_id AS c0, t0.date_of_birth AS c1, t0.date_of_death AS c2, t0.gender AS c3, t0.sub_ethnicity AS c4
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id = :ref
 FETCH FIRST 2 ROWS ONLY

-- rows without a key
SELECT count(*) AS count_1
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id IS NULL

-- rows of one key
SELECT count(*) AS count_1
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id = :key

-- people by their keys
SELECT t0.person_id AS c0, t0.date_of_birth AS c1, t0.date_of_death AS c2, t0.gender AS c3, t0.sub_ethnicity AS c4
FROM "raw".mosaic_fw_mo_persons t0
WHERE t0.person_id IN (:key0, :key1) ORDER BY t0.person_id

-- duplicate of a page
SELECT t0.person_id AS c0, t0.person_related_to_id AS c1, t0.end_date AS c2
FROM "raw".mosaic_fw_mo_person_relationships t0 LEFT OUTER JOIN "raw".mosaic_fw_mo_relationship_types t1 ON t0.relationship_type_id = t1.relationship_type_id
WHERE t1.relationship_code = :param_1 AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.person_relationship_id
-- param_1 = DUPLICATE

-- nhs of a page
SELECT t0.subject_compound_id AS c0, t0.reference AS c1
FROM "raw".mosaic_fw_mo_subject_references t0
WHERE t0.reference_type_code = :param_1 AND t0.subject_compound_id BETWEEN :low AND :high ORDER BY t0.subject_compound_id
-- param_1 = NHS

-- name of a page
SELECT t0.person_id AS c0, t0.first_names AS c1, t0.last_name AS c2, t0.start_date AS c3
FROM "raw".mosaic_fw_mo_person_names t0
WHERE t0.name_type_id = :param_1 AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.person_name_id
-- param_1 = DISPLAY

-- address of a page
SELECT t0.person_id AS c0, t1.flat_number AS c1, t1.building AS c2, t1.street_number AS c3, t1.street AS c4, t1.post_code AS c5, t1.town AS c6, t0.start_date AS c7, t0.end_date AS c8, t0.display_address AS c9
FROM "raw".mosaic_fw_addresses_people t0 LEFT OUTER JOIN "raw".mosaic_fw_addresses t1 ON t0.address_id = t1.id
WHERE t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.id

-- gp of a page
SELECT t0.person_id AS c0, t3.name AS c1, t1.first_names AS c2, t1.last_names AS c3, t0.start_date AS c4, t0.end_date AS c5
FROM "raw".mosaic_fw_people_workers t0 LEFT OUTER JOIN "raw".mosaic_fw_workers t1 ON t0.worker_id = t1.id LEFT OUTER JOIN "raw".mosaic_fw_worker_roles t2 ON t0.worker_id = t2.worker_id AND t2.primary_job = :param_1 AND (t2.start_date IS NULL OR t2.start_date < :param_2) AND (t2.end_date IS NULL OR t2.end_date < :param_3 OR t2.end_date >= :param_4) LEFT OUTER JOIN "raw".mosaic_fw_organisations t3 ON t2.org_id = t3.id
WHERE (t0.type = :param_5 OR t0.type = :param_6) AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.id
-- param_1 = Y
-- param_2 = 2026-11-24 00:00:00
-- param_3 = 1900-01-02 00:00:00
-- param_4 = 2026-11-23 00:00:00
-- param_5 = GP
-- param_6 = SURGERY

-- allocation of a page
SELECT t0.person_id AS c0, t1.first_names AS c1, t1.last_names AS c2, t3.name AS c3, t0.start_date AS c4, t0.end_date AS c5
FROM "raw".mosaic_fw_people_workers t0 LEFT OUTER JOIN "raw".mosaic_fw_workers t1 ON t0.worker_id = t1.id LEFT OUTER JOIN "raw".mosaic_fw_worker_roles t2 ON t0.worker_id = t2.worker_id AND t2.primary_job = :param_1 AND (t2.start_date IS NULL OR t2.start_date < :param_2) AND (t2.end_date IS NULL OR t2.end_date < :param_3 OR t2.end_date >= :param_4) LEFT OUTER JOIN "raw".mosaic_fw_organisations t3 ON t2.org_id = t3.id
WHERE (t0.type = :param_5 OR t0.type = :param_6 OR t0.type = :param_7) AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.id
-- param_1 = Y
-- param_2 = 2026-11-24 00:00:00
-- param_3 = 1900-01-02 00:00:00
-- param_4 = 2026-11-23 00:00:00
-- param_5 = ALLWKR
-- param_6 = ALLWORK
-- param_7 = ALLWORKCF

-- subject of a page
SELECT t0.subject_compound_id AS c0, t1.step_status AS c1, t2.name AS c2
FROM "raw".mosaic_fw_mo_subgroup_subjects t0 LEFT OUTER JOIN "raw".mosaic_fw_mo_workflow_steps t1 ON t0.subgroup_id = t1.subgroup_id LEFT OUTER JOIN "raw".mosaic_fw_organisations t2 ON t1.responsible_team_id = t2.id
WHERE t0.subject_type_code = :param_1 AND t0.subject_compound_id BETWEEN :low AND :high ORDER BY t0.subject_compound_id, t1.workflow_step_id
-- param_1 = PER

-- relationship of a page
SELECT t0.person_id AS c0, t0.person_related_to_id AS c1, t1.relationship_code AS c2, t0.end_date AS c3
FROM "raw".mosaic_fw_mo_person_relationships t0 LEFT OUTER JOIN "raw".mosaic_fw_mo_relationship_types t1 ON t0.relationship_type_id = t1.relationship_type_id
WHERE (t1.relationship_code IS NULL OR t1.relationship_code != :param_1) AND t0.person_id BETWEEN :low AND :high ORDER BY t0.person_id, t0.person_relationship_id
-- param_1 = DUPLICATE

-- lpa of a page
SELECT t0.subject_compound_id AS c0, t6.answer AS c1, t7.answer AS c2, t8.created_on AS c3, t2.form_id AS c4
FROM "raw".mosaic_fw_mo_subgroup_subjects t0 LEFT OUTER JOIN "raw".mosaic_fw_mo_workflow_steps t1 ON t0.subgroup_id = t1.subgroup_id LEFT OUTER JOIN "raw".mosaic_fw_mo_forms t2 ON t1.workflow_step_id = t2.workflow_step_id LEFT OUTER JOIN "raw".mosaic_fw_mo_form_lookup_answers t3 ON t2.form_id = t3.form_id LEFT OUTER JOIN "raw".mosaic_fw_mo_questions t4 ON t3.question_id = t4.question_id LEFT OUTER JOIN "raw".mosaic_fw_mo_form_answer_rows t5 ON t3.form_answer_row_id = t5.form_answer_row_id LEFT OUTER JOIN "raw".mosaic_fw_mo_question_lookups t6 ON t3.question_lookup_id = t6.question_lookup_id AND (t6.answer IS NULL OR t6.answer != :param_1 AND t6.answer != :param_2 AND t6.answer != :param_3 AND t6.answer != :param_4) LEFT OUTER JOIN "raw".mosaic_fw_mo_question_lookups t7 ON t3.question_lookup_id = t7.question_lookup_id AND (t7.answer = :param_5 OR t7.answer = :param_6 OR t7.answer = :param_7 OR t7.answer = :param_8) LEFT OUTER JOIN "raw".mosaic_fw_mo_forms t8 ON t3.form_id = t8.form_id AND (t7.answer = :param_9 OR t7.answer = :param_10 OR t7.answer = :param_11 OR t7.answer = :param_12)
WHERE t0.subject_type_code = :param_13 AND t4.question_user_code = :param_14 AND (t5.handler_row_identifier IS NULL OR t5.handler_row_identifier = :param_15 OR t5.handler_row_identifier = CAST(t0.subject_compound_id AS VARCHAR2(64 CHAR))) AND t0.subject_compound_id BETWEEN :low AND :high ORDER BY t0.subject_compound_id, t3.form_answer_row_id
-- param_1 = No
-- param_10 = None
-- param_11 = Declined
-- param_12 = Not known
-- param_13 = PER
-- param_14 = LPA_HELD
-- param_15 =
-- param_2 = None
-- param_3 = Declined
-- param_4 = Not known
-- param_5 = No
-- param_6 = None
-- param_7 = Declined
-- param_8 = Not known
-- param_9 = No
