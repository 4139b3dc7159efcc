//! What the demo tells on the terminal: the desks, one explained routing, the sign-ins.

use std::{collections::HashMap, fmt::Write as _};

use entity::{member::MemberKind, problem};

use super::Filled;
use crate::{
    app::App,
    club, desks,
    fault::Fault,
    problems::{engine, find},
};

/// Features named in the sample.
const FEATURES: usize = 3;
/// Pieces of evidence named for each.
const EVIDENCE: usize = 3;

/// The report as text.
pub async fn text(app: &App, filled: &Filled) -> Result<String, Fault> {
    let mut text = format!(
        "\n{} members, {} of them planners; {} seats at six desks.\n\n",
        filled.members, filled.planners, filled.seats
    );
    text.push_str(&desk_table(app, &filled.problems).await?);
    text.push_str(&sample(app, &filled.problems).await?);
    text.push_str("\nSign-ins\n");
    for sign_in in &filled.sign_ins {
        let (role, name, password) = (sign_in.role, &sign_in.username, &sign_in.password);
        let _ = writeln!(text, "  {role:<12} {name:<12} {password}");
    }
    Ok(text)
}

async fn desk_table(app: &App, posted: &[problem::Model]) -> Result<String, Fault> {
    let reference = app.reference();
    let ids: Vec<i64> = reference.desks().iter().map(|desk| desk.id).collect();
    let seats = desks::find::seats_at(app, &ids).await?;
    let members: Vec<i64> = seats
        .values()
        .flatten()
        .map(|seat| seat.member_id)
        .collect();
    let members = club::find::by_ids(app, &members).await?;
    let is_external = |id: &i64| {
        members
            .get(id)
            .is_some_and(|m| m.kind == MemberKind::External)
    };
    let mut table = format!(
        "{:<16} {:>5} {:>9} {:>8}\n",
        "desk", "seats", "externals", "problems"
    );
    for desk in reference.desks() {
        let seats = seats.get(&desk.id).map(Vec::as_slice).unwrap_or_default();
        let externals = seats
            .iter()
            .filter(|seat| is_external(&seat.member_id))
            .count();
        let problems = posted
            .iter()
            .filter(|problem| problem.desk_id == Some(desk.id))
            .count();
        let (code, count) = (&desk.code, seats.len());
        let _ = writeln!(
            table,
            "{code:<16} {count:>5} {externals:>9} {problems:>8}  {}",
            desk.name_fa
        );
    }
    let waiting = posted
        .iter()
        .filter(|problem| problem.desk_id.is_none())
        .count();
    let _ = writeln!(
        table,
        "{:<16} {:>5} {:>9} {waiting:>8}  نیازمند تصمیم هماهنگ‌کننده",
        "(triage)", "", ""
    );
    Ok(table)
}

/// The newest problem that reached a desk, and why.
async fn sample(app: &App, posted: &[problem::Model]) -> Result<String, Fault> {
    let Some(problem) = posted
        .iter()
        .rev()
        .find(|problem| problem.desk_id.is_some())
    else {
        return Ok(String::new());
    };
    let routings = find::routings(app, &[problem.id]).await?;
    let Some(routing) = routings
        .get(&problem.id)
        .and_then(|routings| routings.last())
    else {
        return Ok(String::new());
    };
    let desks = find::routing_desks(app, &[routing.id]).await?;
    let Some(best) = desks.get(&routing.id).and_then(|desks| desks.first()) else {
        return Ok(String::new());
    };
    let contributions = find::contributions(app, &[best.id]).await?;
    let reference = app.reference();
    let desk = reference
        .desk(best.desk_id)
        .map_or("", |desk| desk.name_fa.as_str());
    let mut text = format!(
        "\nA sample: {} «{}»\n  → {desk}, confidence {:.0} %, because\n",
        engine::code(problem.id),
        problem.title,
        routing.confidence * 100.0
    );
    text.push_str(&reasons(contributions, best.id));
    Ok(text)
}

fn reasons(
    mut contributions: HashMap<i64, Vec<entity::routing_contribution::Model>>,
    routing_desk_id: i64,
) -> String {
    let mut reasons = contributions.remove(&routing_desk_id).unwrap_or_default();
    reasons.sort_by(|a, b| b.points.total_cmp(&a.points));
    let mut text = String::new();
    for reason in reasons.iter().take(FEATURES) {
        let evidence = reason
            .evidence
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let named = evidence
            .iter()
            .filter_map(|entry| entry.as_str())
            .take(EVIDENCE);
        let named: Vec<_> = named.collect();
        let _ = writeln!(
            text,
            "    {:>6.2}  {:<12} {}",
            reason.points,
            reason.feature,
            named.join("، ")
        );
    }
    text
}
