"""
The score of many families as someone who knows an engine well would write it for that engine alone.

They do the work of `engagement.cohort.score_evidence` with the model `partnership-1`, one window and no half-life, to
the same columns: they are what its speed is measured against, and a check of its numbers.
"""

import functools
from typing import Any

from collabcare.engagement import ScoringModel
from collabcare.engagement.model import DIMENSIONS
from collabcare.engagement.reasons import EXCUSED, LEFT_OUT, NEVER_SCHEDULED
from collabcare.engagement.score import library_version

MODEL = ScoringModel.default()
SPECS = [
    (side.value, each.dimension.value, float(each.weight)) for side in DIMENSIONS for each in MODEL.dimensions(side)
]
COLUMN = {reason: f"left_out_{reason.replace('-', '_')}" for reason in LEFT_OUT}
SEEN = [COLUMN[each] for each in LEFT_OUT if each not in {*NEVER_SCHEDULED, "unreported"}]
OUT = ["plan_id", "window_start", "window_end", "side", "dimension", "value", "low", "high", "worst", "best"]
OUT += ["credit", "opportunities", *COLUMN.values(), "reason"]
OUT += ["model_id", "model_version", "library_version", "parameters_digest"]
Z, MIN = MODEL.z, MODEL.min_opportunities


@functools.cache
def sql(two_steps: bool = True) -> str:
    """Write the query in SQL that DuckDB and Spark both read."""
    specs = ", ".join(f"('{side}', '{name}', CAST({weight} AS DOUBLE))" for side, name, weight in SPECS)
    lefts = ", ".join(COLUMN.values())
    if two_steps:
        cells = f"""
        parts AS (
          SELECT plan_id, dimension, reason, count(*) AS n, sum(weight) AS w, sum(weight * weight) AS ww,
                 sum(weight * credit) AS wc, sum(credit) AS c
          FROM evidence GROUP BY plan_id, dimension, reason),
        cells AS (
          SELECT plan_id, dimension,
                 sum(CASE WHEN reason IS NULL THEN n ELSE 0 END) AS n,
                 sum(CASE WHEN reason IS NULL THEN w END) AS w,
                 sum(CASE WHEN reason IS NULL THEN ww END) AS ww,
                 sum(wc) AS wc, sum(c) AS c,
                 sum(CASE WHEN reason = 'unreported' THEN w END) AS sw,
                 {", ".join(f"sum(CASE WHEN reason = '{k}' THEN n ELSE 0 END) AS {v}" for k, v in COLUMN.items())}
          FROM parts GROUP BY plan_id, dimension),"""
    else:
        cells = f"""
        cells AS (
          SELECT plan_id, dimension, count(credit) AS n,
                 sum(weight) FILTER (WHERE reason IS NULL) AS w,
                 sum(weight * weight) FILTER (WHERE reason IS NULL) AS ww,
                 sum(weight * credit) AS wc, sum(credit) AS c,
                 sum(weight) FILTER (WHERE reason = 'unreported') AS sw,
                 {", ".join(f"count(*) FILTER (WHERE reason = '{k}') AS {v}" for k, v in COLUMN.items())}
          FROM evidence GROUP BY plan_id, dimension),"""
    wilson = f"""
      greatest(least((p + {Z**2} / n_eff / 2 - {Z} * sqrt(p * (1 - p) / n_eff + {Z**2} / n_eff / (4 * n_eff)))
               / (1 + {Z**2} / n_eff), p), 0.0) AS low,
      least(greatest((p + {Z**2} / n_eff / 2 + {Z} * sqrt(p * (1 - p) / n_eff + {Z**2} / n_eff / (4 * n_eff)))
               / (1 + {Z**2} / n_eff), p), 1.0) AS high"""
    tail = f"""'{MODEL.id}' AS model_id, CAST({MODEL.model_version} AS BIGINT) AS model_version,
      '{library_version()}' AS library_version, '{MODEL.parameters_digest}' AS parameters_digest"""
    return f"""
    WITH {cells}
    grid AS (
      SELECT p.plan_id, d.side, d.dimension, d.weight
      FROM (SELECT DISTINCT plan_id FROM cells) p
      CROSS JOIN (SELECT * FROM (VALUES {specs}) AS v(side, dimension, weight)) d),
    filled AS (
      SELECT g.plan_id, g.side, g.dimension, g.weight,
             coalesce(n, 0) AS n, coalesce(w, 0) AS w, coalesce(ww, 0) AS ww, coalesce(wc, 0) AS wc,
             coalesce(c, 0) AS c, coalesce(sw, 0) AS sw,
             {", ".join(f"CAST(coalesce({v}, 0) AS BIGINT) AS {v}" for v in COLUMN.values())}
      FROM grid g LEFT JOIN cells c ON g.plan_id = c.plan_id AND g.dimension = c.dimension),
    rated AS (
      SELECT *, n + left_out_unreported AS due,
             CASE WHEN w > 0 THEN least(wc / w, 1.0) END AS p,
             CASE WHEN w + sw > 0 THEN least(wc / (w + sw), 1.0) END AS worst0,
             CASE WHEN w + sw > 0 THEN least((wc + sw) / (w + sw), 1.0) END AS best0,
             w * w / nullif(ww, 0) AS n_eff,
             CAST({" + ".join(COLUMN[each] for each in EXCUSED)} AS DOUBLE)
               / greatest(n + left_out_unreported + {" + ".join(SEEN)}, 1) AS excused
      FROM filled),
    judged AS (
      SELECT *, least(worst0, p) AS worst, greatest(best0, p) AS best, {wilson},
             CASE WHEN excused > {MODEL.max_excused_share} THEN 'mostly-excused'
                  WHEN due = 0 THEN 'nothing-due'
                  WHEN CAST(n AS DOUBLE) / nullif(due, 0) < {MODEL.min_reported} THEN 'too-little-reported'
                  WHEN n < {MIN} THEN 'too-few' END AS reason
      FROM rated),
    weighed AS (
      SELECT *,
             CASE WHEN due > 0 THEN weight ELSE 0 END AS cover,
             CASE WHEN here THEN weight * least(n, {MIN}) ELSE 0 END AS measured,
             CASE WHEN here THEN weight * least(n, {MIN}) / {float(MIN)} ELSE 0 END AS wf,
             CASE WHEN here OR (weight > 0 AND left_out_unreported > 0)
                  THEN weight * least(due, {MIN}) / {float(MIN)} ELSE 0 END AS wd,
             (p * n_eff + 1) / (n_eff + 2) AS ps
      FROM (SELECT *, n > 0 AND weight > 0 AND coalesce(reason, 'too-few') = 'too-few' AS here FROM judged) j),
    sides AS (
      SELECT plan_id, side, sum(cover) AS cover, sum(measured) AS measured, sum(wf) AS wf, sum(wd) AS wd,
             sum(CASE WHEN here THEN 1 ELSE 0 END) AS present,
             sum(wf * p) AS gain, sum(wf * ps) AS smooth, sum(wf * wf * ps * (1 - ps) / n_eff) AS variance,
             sum(wd * worst) AS gain_worst, sum(wd * best) AS gain_best, sum(c) AS c, sum(n) AS n,
             {", ".join(f"CAST(sum({v}) AS BIGINT) AS {v}" for v in COLUMN.values())}
      FROM weighed GROUP BY plan_id, side),
    means AS (
      SELECT *, least(gain / nullif(wf, 0), 1.0) AS p,
             smooth / nullif(wf, 0) * (1 - smooth / nullif(wf, 0)) / nullif(variance, 0) * wf * wf AS n_eff,
             CASE WHEN cover > 0 AND measured / (cover * {MIN}) < {MODEL.min_weight_share} THEN 'too-little-coverage'
                  WHEN present < {MODEL.min_dimensions} THEN 'too-few-dimensions' END AS own
      FROM sides),
    paired AS (
      SELECT *, coalesce(own, CASE WHEN count(own) OVER (PARTITION BY plan_id) > 0 THEN 'other-side-not-measured' END)
             AS reason
      FROM means),
    wholes AS (
      SELECT *, least(gain_worst / nullif(wd, 0), p) AS worst, greatest(least(gain_best / nullif(wd, 0), 1.0), p) AS best,
             {wilson}
      FROM paired)
    SELECT plan_id, CAST(NULL AS DATE) AS window_start, CAST(NULL AS DATE) AS window_end, side, dimension,
           CASE WHEN reason IS NULL THEN p END AS value, CASE WHEN reason IS NULL THEN low END AS low,
           CASE WHEN reason IS NULL THEN high END AS high, worst, best, c AS credit, CAST(n AS BIGINT) AS opportunities,
           {lefts}, reason, {tail}
    FROM judged
    UNION ALL
    SELECT plan_id, CAST(NULL AS DATE), CAST(NULL AS DATE), side, 'overall',
           CASE WHEN reason IS NULL THEN p END, CASE WHEN reason IS NULL THEN low END,
           CASE WHEN reason IS NULL THEN high END, CASE WHEN reason IS NULL THEN worst END,
           CASE WHEN reason IS NULL THEN best END, c, CAST(n AS BIGINT), {lefts}, reason, {tail}
    FROM wholes
    """


def polars_query(evidence: Any, two_steps: bool = True) -> Any:
    """Write the query with polars expressions."""
    import polars as pl

    col, when, lit = pl.col, pl.when, pl.lit
    if two_steps:
        parts = evidence.group_by("plan_id", "dimension", "reason").agg(
            n=pl.len(),
            w=col.weight.sum(),
            ww=(col.weight * col.weight).sum(),
            wc=(col.weight * col.credit).sum(),
            c=col.credit.sum(),
        )
        kept, silent = col.reason.is_null(), col.reason == "unreported"
        cells = parts.group_by("plan_id", "dimension").agg(
            n=col.n.filter(kept).sum().cast(pl.Int64),
            w=col.w.filter(kept).sum(),
            ww=col.ww.filter(kept).sum(),
            wc=col.wc.sum(),
            c=col.c.sum(),
            sw=col.w.filter(silent).sum(),
            **{v: col.n.filter(col.reason == k).sum().cast(pl.Int64) for k, v in COLUMN.items()},
        )
    else:
        kept, silent = col.reason.is_null(), col.reason == "unreported"
        cells = evidence.group_by("plan_id", "dimension").agg(
            n=kept.sum().cast(pl.Int64),
            w=when(kept).then(col.weight).sum(),
            ww=when(kept).then(col.weight * col.weight).sum(),
            wc=(col.weight * col.credit).sum(),
            c=col.credit.sum(),
            sw=when(silent).then(col.weight).sum(),
            **{v: (col.reason == k).sum().cast(pl.Int64) for k, v in COLUMN.items()},
        )
    specs = pl.LazyFrame(SPECS, schema=["side", "dimension", "weight"], orient="row")
    grid = cells.select("plan_id").unique().join(specs, how="cross")
    sums = ["n", "w", "ww", "wc", "c", "sw", *COLUMN.values()]
    filled = grid.join(cells, on=["plan_id", "dimension"], how="left").with_columns(col(*sums).fill_null(0))

    def ratio(gain: Any, weight: Any) -> Any:
        return pl.min_horizontal(when(weight > 0).then(gain / weight), 1.0)

    def wilson(p: Any, n: Any) -> dict[str, Any]:
        square = Z * Z / n
        middle, reach = p + square / 2, Z * (p * (1 - p) / n + square / (4 * n)).sqrt()
        return {
            "low": pl.max_horizontal(pl.min_horizontal((middle - reach) / (1 + square), p), 0.0),
            "high": pl.min_horizontal(pl.max_horizontal((middle + reach) / (1 + square), p), 1.0),
        }

    unreported = col.left_out_unreported
    rated = filled.with_columns(
        due=col.n + unreported,
        p=ratio(col.wc, col.w),
        worst=ratio(col.wc, col.w + col.sw),
        best=ratio(col.wc + col.sw, col.w + col.sw),
        n_eff=when(col.n > 0).then(col.w * col.w / col.ww),
        excused=pl.sum_horizontal(COLUMN[each] for each in EXCUSED)
        / pl.max_horizontal(pl.sum_horizontal("n", unreported, *SEEN), 1),
    ).with_columns(
        worst=when(col.due > 0).then(pl.min_horizontal("worst", "p")),
        best=when(col.due > 0).then(pl.max_horizontal("best", "p")),
        p=when(col.n > 0).then("p"),
        reason=when(col.excused > MODEL.max_excused_share)
        .then(lit("mostly-excused"))
        .when(col.due == 0)
        .then(lit("nothing-due"))
        .when(col.n / col.due < MODEL.min_reported)
        .then(lit("too-little-reported"))
        .when(col.n < MIN)
        .then(lit("too-few")),
    )
    here = (col.n > 0) & (col.weight > 0) & col.reason.fill_null("too-few").eq("too-few")
    there = here | ((col.weight > 0) & (unreported > 0))
    weighed = rated.with_columns(
        here=here,
        wf=when(here).then(col.weight * pl.min_horizontal("n", MIN) / MIN).otherwise(0.0),
        wd=when(there).then(col.weight * pl.min_horizontal("due", MIN) / MIN).otherwise(0.0),
        ps=(col.p * col.n_eff + 1) / (col.n_eff + 2),
    )
    sides = weighed.group_by("plan_id", "side").agg(
        cover=when(col.due > 0).then(col.weight).otherwise(0.0).sum(),
        measured=when(col.here).then(col.weight * pl.min_horizontal("n", MIN)).otherwise(0.0).sum(),
        wf=col.wf.sum(),
        wd=col.wd.sum(),
        present=col.here.sum(),
        gain=(col.wf * col.p).sum(),
        smooth=(col.wf * col.ps).sum(),
        variance=(col.wf * col.wf * col.ps * (1 - col.ps) / col.n_eff).sum(),
        gain_worst=(col.wd * col.worst).sum(),
        gain_best=(col.wd * col.best).sum(),
        c=col.c.sum(),
        n=col.n.sum(),
        **{v: col(v).sum() for v in COLUMN.values()},
    )
    mean = col.smooth / col.wf
    wholes = (
        sides.with_columns(
            p=ratio(col.gain, col.wf),
            n_eff=mean * (1 - mean) / col.variance * col.wf * col.wf,
            own=when((col.cover > 0) & (col.measured / (col.cover * MIN) < MODEL.min_weight_share))
            .then(lit("too-little-coverage"))
            .when(col.present < MODEL.min_dimensions)
            .then(lit("too-few-dimensions")),
        )
        .with_columns(
            reason=pl.coalesce(
                col.own, when(col.own.count().over("plan_id") > 0).then(lit("other-side-not-measured"))
            ),
            worst=pl.min_horizontal(ratio(col.gain_worst, col.wd), "p"),
            best=pl.max_horizontal(ratio(col.gain_best, col.wd), "p"),
            dimension=lit("overall"),
        )
        .with_columns(when(col.reason.is_null()).then(col(each)).alias(each) for each in ("worst", "best"))
    )

    def shown(table: Any) -> Any:
        limits = wilson(col.p, col.n_eff)
        return table.select(
            "plan_id",
            lit(None, pl.Date).alias("window_start"),
            lit(None, pl.Date).alias("window_end"),
            "side",
            "dimension",
            when(col.reason.is_null()).then("p").alias("value"),
            when(col.reason.is_null()).then(limits["low"]).alias("low"),
            when(col.reason.is_null()).then(limits["high"]).alias("high"),
            "worst",
            "best",
            col.c.alias("credit"),
            col.n.alias("opportunities"),
            *COLUMN.values(),
            "reason",
            lit(MODEL.id).alias("model_id"),
            lit(MODEL.model_version, pl.Int64).alias("model_version"),
            lit(library_version()).alias("library_version"),
            lit(MODEL.parameters_digest).alias("parameters_digest"),
        )

    return pl.concat([shown(rated), shown(wholes)])
