-- the first page
SELECT t0.personid AS c0, t0.duplicated AS c1, t1.nhsnumber AS c2, t0.forename AS c3, t0.surname AS c4, t0.dateofbirth AS c5, t1.dieddate AS c6, t0.gender AS c7, t0.ethnicitycode AS c8, t0.carefirstid AS c9
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid IS NOT NULL ORDER BY t0.personid
 FETCH FIRST 1001 ROWS ONLY

-- a page
SELECT t0.personid AS c0, t0.duplicated AS c1, t1.nhsnumber AS c2, t0.forename AS c3, t0.surname AS c4, t0.dateofbirth AS c5, t1.dieddate AS c6, t0.gender AS c7, t0.ethnicitycode AS c8, t0.carefirstid AS c9
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid > :after ORDER BY t0.personid
 FETCH FIRST 1001 ROWS ONLY

-- one person
SELECT t0.personid AS c0, t0.duplicated AS c1, t1.nhsnumber AS c2, t0.forename AS c3, t0.surname AS c4, t0.dateofbirth AS c5, t1.dieddate AS c6, t0.gender AS c7, t0.ethnicitycode AS c8, t0.carefirstid AS c9
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid = :ref
 FETCH FIRST 2 ROWS ONLY

-- rows without a key
SELECT count(*) AS count_1
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid IS NULL

-- rows of one key
SELECT count(*) AS count_1
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid = :key

-- people by their keys
SELECT t0.personid AS c0, t0.duplicated AS c1, t1.nhsnumber AS c2, t0.forename AS c3, t0.surname AS c4, t0.dateofbirth AS c5, t1.dieddate AS c6, t0.gender AS c7, t0.ethnicitycode AS c8, t0.carefirstid AS c9
FROM personview t0 LEFT OUTER JOIN persondemographicsview t1 ON t0.personid = t1.personid
WHERE t0.personid IN (:key0, :key1) ORDER BY t0.personid

-- address of a page
SELECT t0.personid AS c0, t0.roomdescription AS c1, t0.floordescription AS c2, t0.buildingnameornumber AS c3, t0.streetname AS c4, t0.postcode AS c5, t0.townorcity AS c6, t0.startdate AS c7, t0.enddate AS c8
FROM addresspersonview t0
WHERE t0.personid BETWEEN :low AND :high ORDER BY t0.personid, t0.addressid

-- allocation of a page
SELECT t0.personid AS c0, t0.professionalrelationshipname AS c1, t0.professionalteamid AS c2, t0.startdate AS c3, t0.closedate AS c4
FROM relationshipprofessionalview t0
WHERE t0.allocatedworkercode = :param_1 AND t0.personid BETWEEN :low AND :high ORDER BY t0.personid, t0.personrelationshiprecordid
-- param_1 = AW
