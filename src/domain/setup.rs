//! Setting the project up: founding, staff, policy, stage, licences (rules §1, §7, §8). Managers only.

use crate::domain::context::{Context, Stamp, required};
use crate::domain::id::{BuildingId, StaffId};
use crate::domain::rejection::Rejection;
use crate::domain::state::day::Stage;
use crate::domain::state::office::{Office, Project};
use crate::domain::state::policy::Policy;
use crate::domain::state::staff::{Duty, Right, Role, Staff, Team};
use crate::domain::state::unit::Licence;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What may be asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Command {
    /// Founds the project in an empty store: the first command of every journal.
    Found {
        /// The project's name.
        name: String,
        /// Whether it is a practice store 演练.
        practice: bool,
        /// The first member of staff.
        manager: String,
        /// Roles the first member has; always at least manager.
        roles: Vec<Role>,
        /// Settings that differ from the defaults.
        policy: Vec<(String, String)>,
    },
    /// Makes a practice store 演练 of a copy: the mark never goes again.
    Rehearse,
    /// Adds a person, or a role to a person.
    AddStaff {
        /// The name.
        name: String,
        /// The role.
        role: Role,
        /// The team; `None` keeps it, or the site team for a new person.
        team: Option<Team>,
    },
    /// Takes a person's roles and puts others in their place; none lets the person go.
    SetRoles {
        /// Who.
        staff: StaffId,
        /// The roles from now on.
        roles: Vec<Role>,
    },
    /// Changes a setting.
    SetPolicy {
        /// Its key.
        key: String,
        /// Its value as text.
        value: String,
    },
    /// Begins a stage of sale.
    SetStage {
        /// Which.
        stage: Stage,
    },
    /// Records a building's pre-sale licence 预售证.
    SetLicence {
        /// The building.
        building: BuildingId,
        /// The licence's number.
        number: String,
        /// The day it was granted.
        granted: NaiveDate,
    },
}

/// What happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The project was founded.
    Founded {
        /// Its name.
        name: String,
        /// Whether for practice.
        practice: bool,
        /// The first member of staff.
        manager: String,
        /// That person's roles.
        roles: Vec<Role>,
        /// Settings that differ from the defaults.
        policy: Vec<(String, String)>,
    },
    /// From here on it is a practice store: what follows is a rehearsal.
    RehearsalBegun {},
    /// A person joined.
    StaffAdded {
        /// The name.
        name: String,
        /// First role.
        role: Role,
        /// The team.
        team: Team,
    },
    /// A person's roles and team changed.
    RolesSet {
        /// Who.
        staff: StaffId,
        /// All roles from now on; empty: the person left.
        roles: Vec<Role>,
        /// The team.
        team: Team,
    },
    /// A setting changed.
    PolicySet {
        /// Its key.
        key: String,
        /// The new value.
        value: String,
        /// The old value.
        before: String,
    },
    /// A stage began.
    StageSet {
        /// Which.
        stage: Stage,
    },
    /// A licence was recorded.
    LicenceSet {
        /// The building.
        building: BuildingId,
        /// The licence.
        licence: Licence,
    },
}

/// Says yes with the events, or no.
pub fn decide(office: &Office, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
    if let Command::Found { name, practice, manager, roles, policy } = command {
        return found(office, name, *practice, manager, roles, policy).map(|event| vec![event]);
    }
    context.require(office, Right::Manage)?;
    let event = match command {
        Command::Found { .. } => return Ok(Vec::new()),
        Command::Rehearse => Event::RehearsalBegun {},
        Command::AddStaff { name, role, team } => add_staff(office, name, *role, *team)?,
        Command::SetRoles { staff, roles } => set_roles(office, *staff, roles)?,
        Command::SetPolicy { key, value } => set_policy(office, key, value)?,
        Command::SetStage { stage } if office.stage == Some(*stage) => {
            return Err(Rejection::AlreadySo { subject: stage.code().to_string() });
        }
        Command::SetStage { stage } => Event::StageSet { stage: *stage },
        Command::SetLicence { building, number, granted } => {
            let licence = Licence { number: required("licence", number)?, granted: *granted };
            if office.building(*building).licence.as_ref() == Some(&licence) {
                return Err(Rejection::AlreadySo { subject: office.building(*building).name.clone() });
            }
            Event::LicenceSet { building: *building, licence }
        }
    };
    Ok(vec![event])
}

fn found(
    office: &Office,
    name: &str,
    practice: bool,
    manager: &str,
    roles: &[Role],
    policy: &[(String, String)],
) -> Result<Event, Rejection> {
    if office.head != 0 {
        return Err(Rejection::AlreadySo { subject: office.project.name.clone() });
    }
    let mut settings = Policy::default();
    for (key, value) in policy {
        settings.set(key, value).map_err(|expected| policy_fault(key, value, expected))?;
    }
    let mut roles = each_once(roles);
    if !roles.contains(&Role::Manager) {
        roles.insert(0, Role::Manager);
    }
    Ok(Event::Founded {
        name: required("project", name)?,
        practice,
        manager: required("staff", manager)?,
        roles,
        policy: policy.to_vec(),
    })
}

fn add_staff(office: &Office, name: &str, role: Role, team: Option<Team>) -> Result<Event, Rejection> {
    let name = required("staff", name)?;
    match office.find_staff(&name) {
        None => Ok(Event::StaffAdded { name, role, team: team.unwrap_or(Team::Site) }),
        Some(staff) if staff.roles.contains(&role) && team.is_none_or(|team| team == staff.team) => {
            Err(Rejection::StaffExists { name })
        }
        Some(staff) => {
            let mut roles = staff.roles.clone();
            if !roles.contains(&role) {
                roles.push(role);
            }
            Ok(Event::RolesSet { staff: staff.id, roles, team: team.unwrap_or(staff.team) })
        }
    }
}

fn set_roles(office: &Office, staff: StaffId, roles: &[Role]) -> Result<Event, Rejection> {
    let member = office.member(staff);
    let others = office.staff.iter().filter(|other| other.id != staff && other.is(Role::Manager)).count();
    if others == 0 && !roles.contains(&Role::Manager) {
        return Err(Rejection::LastManager);
    }
    let roles = each_once(roles);
    if member.roles == roles {
        return Err(Rejection::AlreadySo { subject: member.name.clone() });
    }
    if !member.active && office.find_staff(&member.name).is_some() {
        return Err(Rejection::StaffExists { name: member.name.clone() });
    }
    Ok(Event::RolesSet { staff, roles, team: member.team })
}

fn each_once(roles: &[Role]) -> Vec<Role> {
    let mut once: Vec<Role> = Vec::new();
    for role in roles {
        if !once.contains(role) {
            once.push(*role);
        }
    }
    once
}

fn set_policy(office: &Office, key: &str, value: &str) -> Result<Event, Rejection> {
    let mut changed = office.policy.clone();
    changed.set(key, value).map_err(|expected| policy_fault(key, value, expected))?;
    let Some(row) = Policy::row(key) else { return Err(policy_fault(key, value, None)) };
    let (before, value) = ((row.get)(&office.policy), (row.get)(&changed));
    if before == value {
        return Err(Rejection::AlreadySo { subject: row.key.to_string() });
    }
    Ok(Event::PolicySet { key: row.key.to_string(), value, before })
}

fn policy_fault(key: &str, value: &str, expected: Option<&'static str>) -> Rejection {
    let key = key.to_string();
    match expected {
        None => Rejection::PolicyUnknown { key },
        Some(expected) => {
            Rejection::PolicyInvalid { key, value: value.to_string(), expected: expected.to_string() }
        }
    }
}

/// Folds one event into the office.
pub fn apply(office: &mut Office, event: &Event, _stamp: &Stamp) {
    match event {
        Event::Founded { name, practice, manager, roles, policy } => {
            office.project = Project { name: name.clone(), practice: *practice };
            for (key, value) in policy {
                // A setting that no longer exists is passed over, so that old journals stay readable.
                let _ = office.policy.set(key, value);
            }
            join(office, manager, roles.clone(), Team::Site);
        }
        Event::RehearsalBegun {} => office.project.practice = true,
        Event::StaffAdded { name, role, team } => join(office, name, vec![*role], *team),
        Event::RolesSet { staff, roles, team } => {
            let member = &mut office.staff[staff.index()];
            member.active = !roles.is_empty();
            member.roles.clone_from(roles);
            member.team = *team;
            // A control nobody can carry any more goes back to every supervisor.
            if office.control == Some(*staff) && !office.member(*staff).may(Right::HoldOfOthers) {
                office.control = None;
            }
        }
        Event::PolicySet { key, value, .. } => {
            let _ = office.policy.set(key, value);
        }
        Event::StageSet { stage } => office.stage = Some(*stage),
        Event::LicenceSet { building, licence } => {
            office.buildings[building.index()].licence = Some(licence.clone());
        }
    }
}

fn join(office: &mut Office, name: &str, roles: Vec<Role>, team: Team) {
    let id = StaffId::next(office.staff.len());
    office.staff.push(Staff { id, name: name.to_string(), roles, team, active: true, duty: Duty::OFF });
}
