-- Views of the dashboard over the published ones (`pipeline/publish/views.sql`).

-- One row a target that counts: of each series and year that of the newest plan, with its result and what the
-- chamber's method makes of it. Targets without series, year or whole year have no history and stand as they are.
CREATE OR REPLACE VIEW shown_targets AS
SELECT
    t.*,
    h.previous_raw,
    coalesce(t.series_id, concat_ws(':', t.chamber, t.source_file, t.indicator_key)) AS series
FROM targets_vs_results AS t
LEFT JOIN target_history AS h ON h.value_id = t.value_id
WHERE t.series_id IS NULL OR t.part IS NOT NULL OR t.year IS NULL OR t.kind = 'missing' OR h.current
ORDER BY t.chamber, t.source_file, t.path, t.name, t.year, t.clause, t.value_id;

-- The figures of a series over years; a target that a newer plan states anew has the role `superseded`.
CREATE OR REPLACE VIEW series_figures AS
SELECT
    coalesce(v.series_id, concat_ws(':', v.chamber, v.source_file, v.indicator_key)) AS series,
    v.catalogue_id,
    v.chamber,
    v.year,
    CASE WHEN v.role = 'target' AND h.current IS false THEN 'superseded' ELSE v.role END AS role,
    v.population,
    v.name,
    v.comparator,
    v.number,
    v.number_high,
    v.unit,
    v.raw,
    v.source_file,
    v.plan_id,
    min(v.indicator_id) AS indicator_id, -- a plan may print an indicator more than once
    v.page
FROM indicator_values AS v
LEFT JOIN target_history AS h ON h.value_id = v.value_id
WHERE v.kind = 'quantity' AND v.usable AND v.year IS NOT NULL AND v.part IS NULL
AND v.role IN ('target', 'result', 'baseline', 'benchmark')
AND (v.role <> 'target' OR v.series_id IS NULL OR h.value_id IS NOT NULL)
GROUP BY ALL;

-- The nodes of each plan with what was measured of them, one row a node and year, each node behind the one above it.
CREATE OR REPLACE VIEW objective_tree AS
WITH RECURSIVE places AS (
    SELECT objective_id, [ordinal] AS place FROM objectives WHERE parent_id IS NULL
    UNION ALL
    SELECT o.objective_id, list_append(above.place, o.ordinal)
    FROM objectives AS o JOIN places AS above ON above.objective_id = o.parent_id
)
SELECT
    p.chamber,
    p.source_file,
    o.plan_id,
    places.place,
    len(places.place) - 1 AS depth,
    o.level,
    o.code_path AS path,
    o.code,
    o.title,
    a.period AS year,
    a.own_pct,
    a.below_pct,
    a.pct,
    a.status,
    a.measured,
    a.pairs,
    a.interim,
    a.disputed,
    a.reason,
    (SELECT count(*) FROM indicators_once AS i WHERE i.plan_id = o.plan_id
        AND (i.code_path = o.code_path OR starts_with(i.code_path, o.code_path || '/'))) AS indicators,
    o.page
FROM objectives AS o
JOIN places ON places.objective_id = o.objective_id
JOIN plans AS p ON p.plan_id = o.plan_id
LEFT JOIN objective_achievement AS a ON a.objective_id = o.objective_id
ORDER BY p.chamber, p.period_start, p.source_file, places.place, a.period;

-- The cells that nobody should compute with before looking, each with the reason that the run gave.
CREATE OR REPLACE VIEW doubtful_cells AS
SELECT
    v.chamber,
    v.source_file,
    v.plan_id,
    v.indicator_id,
    v.level,
    v.code,
    v.name,
    v.objective,
    v.path,
    v.role,
    v.year,
    v.raw,
    v.status,
    any_value(i.message) AS reason,
    v.page
FROM indicator_values AS v
LEFT JOIN issues AS i
    ON i.indicator_id = v.indicator_id AND i.raw = v.raw AND i.code = 'value-' || v.status
WHERE v.status NOT IN ('ok', 'corrected')
GROUP BY ALL
ORDER BY v.chamber, v.source_file, v.path, v.name, v.year;
