"""The score of many families with pyarrow alone, as someone who knows it well would write it; see `cohort_peers`."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from cohort_peers import COLUMN, MIN, MODEL, OUT, SEEN, SPECS, Z

from collabcare.engagement.reasons import EXCUSED
from collabcare.engagement.score import library_version

Columns = dict[str, Any]


def query(evidence: pa.Table) -> pa.Table:
    """Score one window, without a half-life."""
    cells = tallied(evidence)
    plans = cells.group_by("plan_id").aggregate([]).column("plan_id")
    count, specs = len(plans), len(SPECS)
    grid = pa.table(
        {
            "plan_id": plans.take(repeat(count, specs)),
            **{
                name: pa.array([each[place] for each in SPECS]).take(cycle(count, specs))
                for place, name in enumerate(("side", "dimension", "weight"))
            },
        }
    )
    joined = grid.join(cells, ["plan_id", "dimension"])
    c = {name: joined[name] for name in joined.column_names}
    for name in ("n", "w", "ww", "wc", "c", "sw", *COLUMN.values()):
        c[name] = pc.fill_null(c[name], 0)
    judge(c)
    sides = summed(c)
    return pa.concat_tables([shown(c), shown(sides)])


def repeat(count: int, times: int) -> pa.Array:
    import numpy as np

    return pa.array(np.repeat(np.arange(count), times))


def cycle(count: int, times: int) -> pa.Array:
    import numpy as np

    return pa.array(np.tile(np.arange(times), count))


def tallied(evidence: pa.Table) -> pa.Table:
    """Sum by plan, dimension and reason, then by plan and dimension."""
    weight, credit = evidence["weight"], evidence["credit"]
    parts = (
        pa.table(
            {
                "plan_id": evidence["plan_id"],
                "dimension": evidence["dimension"],
                "reason": evidence["reason"],
                "w": weight,
                "ww": pc.multiply(weight, weight),
                "wc": pc.multiply(weight, credit),
                "c": credit,
            }
        )
        .group_by(["plan_id", "dimension", "reason"])
        .aggregate([("w", "sum"), ("ww", "sum"), ("wc", "sum"), ("c", "sum"), ([], "count_all")])
    )
    reason, number = parts["reason"], parts["count_all"]
    kept, silent = pc.is_null(reason), pc.fill_null(pc.equal(reason, "unreported"), fill_value=False)
    columns = {
        "plan_id": parts["plan_id"],
        "dimension": parts["dimension"],
        "n": pc.if_else(kept, number, 0),
        "w": pc.if_else(kept, parts["w_sum"], 0.0),
        "ww": pc.if_else(kept, parts["ww_sum"], 0.0),
        "wc": parts["wc_sum"],
        "c": parts["c_sum"],
        "sw": pc.if_else(silent, parts["w_sum"], 0.0),
    }
    for name, key in COLUMN.items():
        columns[key] = pc.if_else(pc.fill_null(pc.equal(reason, name), fill_value=False), number, 0)
    sums = [name for name in columns if name not in {"plan_id", "dimension"}]
    found = pa.table(columns).group_by(["plan_id", "dimension"]).aggregate([(name, "sum") for name in sums])
    return found.rename_columns([name.removesuffix("_sum") for name in found.column_names])


def ratio(gain: Any, weight: Any) -> Any:
    some = pc.greater(weight, 0)
    return pc.if_else(some, pc.min_element_wise(pc.divide(gain, pc.if_else(some, weight, 1.0)), 1.0), None)


def limits(p: Any, n: Any) -> tuple[Any, Any]:
    square = pc.divide(Z * Z, n)
    middle = pc.add(p, pc.divide(square, 2.0))
    spread = pc.add(pc.divide(pc.multiply(p, pc.subtract(1.0, p)), n), pc.divide(square, pc.multiply(4.0, n)))
    reach, whole = pc.multiply(Z, pc.sqrt(spread)), pc.add(1.0, square)
    low = pc.max_element_wise(pc.min_element_wise(pc.divide(pc.subtract(middle, reach), whole), p), 0.0)
    return low, pc.min_element_wise(pc.max_element_wise(pc.divide(pc.add(middle, reach), whole), p), 1.0)


def judge(c: Columns) -> None:
    """Add rates, bounds, limits and reasons."""
    n, unreported = c["n"], c["left_out_unreported"]
    c["due"] = pc.add(n, unreported)
    due_weight = pc.add(c["w"], c["sw"])
    c["p"] = ratio(c["wc"], c["w"])
    c["worst"] = ratio(c["wc"], due_weight)
    c["worst"] = pc.if_else(pc.is_valid(c["worst"]), pc.min_element_wise(c["worst"], c["p"]), None)
    c["best"] = ratio(pc.add(c["wc"], c["sw"]), due_weight)
    c["best"] = pc.if_else(pc.is_valid(c["best"]), pc.max_element_wise(c["best"], c["p"]), None)
    some = pc.greater(n, 0)
    c["n_eff"] = pc.if_else(some, pc.divide(pc.multiply(c["w"], c["w"]), pc.if_else(some, c["ww"], 1.0)), None)
    scheduled = c["due"]
    for name in SEEN:
        scheduled = pc.add(scheduled, c[name])
    excused = pc.add(*(c[COLUMN[each]] for each in EXCUSED))
    excused = pc.divide(pc.cast(excused, pa.float64()), pc.max_element_wise(scheduled, 1))
    reported = pc.divide(pc.cast(n, pa.float64()), pc.max_element_wise(c["due"], 1))
    c["reason"] = pc.case_when(
        pc.make_struct(
            pc.greater(excused, MODEL.max_excused_share),
            pc.equal(c["due"], 0),
            pc.less(reported, MODEL.min_reported),
            pc.less(n, MIN),
        ),
        *(pa.scalar(each) for each in ("mostly-excused", "nothing-due", "too-little-reported", "too-few")),
    )
    c["low"], c["high"] = limits(c["p"], c["n_eff"])


def summed(c: Columns) -> Columns:
    """Sum over the dimensions of each side, and judge the overall."""
    weight, n, unreported = c["weight"], c["n"], c["left_out_unreported"]
    open_ = pc.equal(pc.fill_null(c["reason"], "too-few"), "too-few")
    here = pc.and_(pc.and_(pc.greater(n, 0), pc.greater(weight, 0)), open_)
    there = pc.or_(here, pc.and_(pc.greater(weight, 0), pc.greater(unreported, 0)))
    measured = pc.if_else(here, pc.multiply(weight, pc.cast(pc.min_element_wise(n, MIN), pa.float64())), 0.0)
    possible = pc.multiply(weight, pc.cast(pc.min_element_wise(c["due"], MIN), pa.float64()))
    wf, wd = pc.divide(measured, float(MIN)), pc.divide(pc.if_else(there, possible, 0.0), float(MIN))
    ps = pc.divide(pc.add(pc.multiply(c["p"], c["n_eff"]), 1.0), pc.add(c["n_eff"], 2.0))
    spread = pc.divide(pc.multiply(pc.multiply(wf, wf), pc.multiply(ps, pc.subtract(1.0, ps))), c["n_eff"])
    columns = {
        "cover": pc.if_else(pc.greater(c["due"], 0), weight, 0.0),
        "measured": measured,
        "wf": wf,
        "wd": wd,
        "present": pc.cast(here, pa.int64()),
        "gain": pc.multiply(wf, c["p"]),
        "smooth": pc.multiply(wf, ps),
        "variance": spread,
        "gain_worst": pc.multiply(wd, c["worst"]),
        "gain_best": pc.multiply(wd, c["best"]),
        "c": c["c"],
        "n": n,
        **{name: c[name] for name in COLUMN.values()},
    }
    table = pa.table({"plan_id": c["plan_id"], "side": c["side"], **columns})
    found = table.group_by(["plan_id", "side"]).aggregate([(name, "sum") for name in columns])
    s = {name.removesuffix("_sum"): found[name] for name in found.column_names}
    s["p"] = ratio(s["gain"], s["wf"])
    mean = pc.divide(s["smooth"], s["wf"])
    s["n_eff"] = pc.divide(
        pc.multiply(pc.multiply(mean, pc.subtract(1.0, mean)), pc.multiply(s["wf"], s["wf"])), s["variance"]
    )
    little = pc.less(pc.divide(s["measured"], pc.multiply(s["cover"], float(MIN))), MODEL.min_weight_share)
    own = pc.case_when(
        pc.make_struct(pc.and_(pc.greater(s["cover"], 0), little), pc.less(s["present"], MODEL.min_dimensions)),
        pa.scalar("too-little-coverage"),
        pa.scalar("too-few-dimensions"),
    )
    pairs = pa.table({"plan_id": s["plan_id"], "own": own})
    known = pairs.group_by("plan_id").aggregate([("own", "count")])
    position = pc.index_in(s["plan_id"], known["plan_id"].combine_chunks())
    alone = pc.greater(known["own_count"].take(position), 0)
    s["reason"] = pc.coalesce(own, pc.if_else(alone, "other-side-not-measured", None))
    s["low"], s["high"] = limits(s["p"], s["n_eff"])
    open_ = pc.is_null(s["reason"])
    s["worst"] = pc.if_else(open_, pc.min_element_wise(ratio(s["gain_worst"], s["wd"]), s["p"]), None)
    s["best"] = pc.if_else(open_, pc.max_element_wise(ratio(s["gain_best"], s["wd"]), s["p"]), None)
    s["dimension"] = pa.repeat("overall", found.num_rows)
    return s


def shown(c: Columns) -> pa.Table:
    count = len(c["plan_id"])
    open_ = pc.is_null(c["reason"])
    columns = {
        **{name: c[name] for name in ("plan_id", "side", "dimension", "worst", "best", "reason", *COLUMN.values())},
        "window_start": pa.nulls(count, pa.date32()),
        "window_end": pa.nulls(count, pa.date32()),
        **{name: pc.if_else(open_, c[at], None) for name, at in (("value", "p"), ("low", "low"), ("high", "high"))},
        "credit": c["c"],
        "opportunities": c["n"],
        "model_id": pa.repeat(MODEL.id, count),
        "model_version": pa.repeat(pa.scalar(MODEL.model_version, pa.int64()), count),
        "library_version": pa.repeat(library_version(), count),
        "parameters_digest": pa.repeat(MODEL.parameters_digest, count),
    }
    return pa.table({name: columns[name] for name in OUT})
