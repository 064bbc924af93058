-- Views for dashboards over the Parquet files beside this file, for DuckDB:
--     cd data/clean && duckdb -init views.sql          or, to keep them:  duckdb cruscotto.duckdb < views.sql
-- DuckDB looks for the files in the working folder, or where  SET file_search_path = '/path/to/data/clean';  says.

CREATE OR REPLACE VIEW plans AS FROM read_parquet('plans.parquet');
CREATE OR REPLACE VIEW objectives AS FROM read_parquet('objectives.parquet');
CREATE OR REPLACE VIEW indicators AS FROM read_parquet('indicators.parquet');
CREATE OR REPLACE VIEW "values" AS FROM read_parquet('values.parquet');
CREATE OR REPLACE VIEW issues AS FROM read_parquet('issues.parquet');
CREATE OR REPLACE VIEW achievement AS FROM read_parquet('achievement.parquet');
CREATE OR REPLACE VIEW objective_achievement AS FROM read_parquet('objective_achievement.parquet');
CREATE OR REPLACE VIEW series AS FROM read_parquet('series.parquet');
CREATE OR REPLACE VIEW series_relations AS FROM read_parquet('series_relations.parquet');
CREATE OR REPLACE VIEW target_history AS FROM read_parquet('target_history.parquet');
CREATE OR REPLACE VIEW current_targets AS FROM read_parquet('current_targets.parquet');
CREATE OR REPLACE VIEW indicators_once AS FROM read_parquet('indicators_once.parquet');
CREATE OR REPLACE VIEW catalogue AS FROM read_parquet('catalogue.parquet');
CREATE OR REPLACE VIEW chambers AS FROM read_parquet('chambers.parquet');
CREATE OR REPLACE VIEW processes AS FROM read_parquet('processes.parquet');
CREATE OR REPLACE VIEW units AS FROM read_parquet('units.parquet');
CREATE OR REPLACE VIEW comparators AS FROM read_parquet('comparators.parquet');

-- One flat row a value: whose it is, where in the tree, what it says.
CREATE OR REPLACE VIEW indicator_values AS
SELECT
    v.value_id,
    v.indicator_id,
    i.indicator_key,
    i.series_id,
    i.catalogue_id,
    i.direction,
    v.plan_id,
    p.chamber,
    p.title AS plan_title,
    p.source_file,
    i.level,
    i.code,
    i.code_path AS path,
    o.title AS objective,
    i.name,
    i.weight_pct,
    v.role,
    v.period AS year,
    v.part,
    v.population,
    v.clause,
    v.kind,
    v.comparator,
    c.label_it AS comparator_it,
    c.label_en AS comparator_en,
    v.number,
    v.number_high,
    coalesce(v.unit, i.unit) AS unit,
    u.label_it AS unit_it,
    u.label_en AS unit_en,
    v.date,
    v.boolean,
    v.reference,
    v.text,
    v.raw,
    v.status,
    v.interim,
    v.usable,
    v.page,
    v.line
FROM "values" AS v
JOIN indicators AS i USING (indicator_id)
JOIN plans AS p ON p.plan_id = v.plan_id
LEFT JOIN objectives AS o ON o.objective_id = i.objective_id
LEFT JOIN comparators AS c ON c.comparator = v.comparator
LEFT JOIN units AS u ON u.unit = coalesce(v.unit, i.unit)
ORDER BY p.chamber, p.source_file, i.ordinal, v.period, v.role, v.clause, v.value_id;

-- One row a target, beside the result of the same indicator, year, part of it and clause, and what the chamber's method makes of it.
CREATE OR REPLACE VIEW targets_vs_results AS
SELECT
    t.value_id,
    t.indicator_id,
    t.indicator_key,
    t.series_id,
    t.catalogue_id,
    t.plan_id,
    t.chamber,
    t.source_file,
    t.level,
    t.code,
    t.path,
    t.objective,
    t.name,
    t.year,
    t.part,
    t.clause,
    t.kind,
    t.comparator,
    t.number AS target,
    t.number_high AS target_high,
    t.date AS target_date,
    t.raw AS target_raw,
    t.status AS target_status,
    r.number AS result,
    r.date AS result_date,
    r.raw AS result_raw,
    r.status AS result_status,
    t.unit,
    t.unit_it,
    t.unit_en,
    a.direction,
    a.deviation,
    a.computed_pct,
    a.status AS achievement,
    a.printed_pct,
    a.agrees,
    a.reason,
    a.achieved_from_pct,
    a.not_achieved_below_pct,
    a.method,
    t.page
FROM indicator_values AS t
LEFT JOIN achievement AS a ON a.target_value_id = t.value_id
LEFT JOIN indicator_values AS r
    ON r.role = 'result' AND r.indicator_id = t.indicator_id AND r.year IS NOT DISTINCT FROM t.year
    AND r.part IS NOT DISTINCT FROM t.part AND r.clause = t.clause
WHERE t.role = 'target'
ORDER BY t.chamber, t.source_file, t.path, t.name, t.year, t.clause, t.value_id;

-- Counts to choose from: what each chamber states for each year.
CREATE OR REPLACE VIEW indicators_by_chamber_year AS
SELECT
    chamber,
    year,
    level,
    count(DISTINCT plan_id) AS plans,
    count(DISTINCT (plan_id, indicator_key)) AS indicators,
    count(*) FILTER (role = 'target') AS targets,
    count(*) FILTER (role = 'result') AS results,
    count(*) FILTER (role = 'baseline') AS baselines,
    count(*) FILTER (role = 'benchmark') AS benchmarks,
    count(*) FILTER (status NOT IN ('ok', 'corrected')) AS to_review
FROM indicator_values
GROUP BY chamber, year, level
ORDER BY chamber, year, level;
