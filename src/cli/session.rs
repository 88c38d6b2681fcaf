//! Who asks of which store, and the one way an act is sent.

use crate::cli::args::{Args, Globals};
use crate::cli::failure::Failure;
use crate::cli::input::{self, Salting};
use crate::config::Config;
use crate::domain::act::{self, Command, Recorded};
use crate::domain::context::Context;
use crate::domain::id::{Seq, StaffId};
use crate::domain::rejection::Rejection;
use crate::domain::state::address::resolve_unit;
use crate::domain::state::office::Office;
use crate::domain::state::policy::Policy;
use crate::domain::time::Instant;
use crate::locale::{Lang, Locale};
use crate::store::ledger::Ledger;
use crate::store::{self, Answer, Durability, Journal, Opening, Order, Reader, StoreFault, Verdict};
use chrono_tz::Tz;
use uuid::Uuid;

/// Events read at once.
const PAGE: usize = 4_096;

/// Flags, config and language: all that is known before a store is opened.
pub struct Setting {
    /// Flags.
    pub globals: Globals,
    /// Settings of this terminal.
    pub config: Config,
    /// Words, in the default zone.
    pub locale: Locale,
    /// The store.
    pub url: String,
}

impl Setting {
    /// From flags, environment and file; a failure comes with the words to say it in.
    pub fn new(args: &Args) -> Result<Self, (Failure, Locale)> {
        let globals = args.globals.clone();
        let asked = globals.lang.as_deref();
        let config = Config::load(globals.config.as_deref())
            .map_err(|fault| (fault.into(), words(asked, &Config::default())))?;
        let locale = words(asked, &config);
        let named = filled(globals.store.clone()).or_else(|| filled(Some(config.store.clone())));
        let Some(url) = named.or_else(Config::default_store) else {
            return Err((StoreFault::NoBackend { url: String::new() }.into(), locale));
        };
        Ok(Self { globals, config, locale, url })
    }

    /// Which store, and by which clock.
    pub fn opening(&self) -> Result<Opening, Failure> {
        let now = match filled(self.globals.now.clone()) {
            None => None,
            Some(text) => Some(match input::absolute(&text) {
                Some(at) => at,
                None => input::instant(&text, self.zone()?, None)?,
            }),
        };
        let durability = Durability::parse(&self.config.durability).unwrap_or_default();
        Ok(Opening { url: self.url.clone(), now, boot: None, durability })
    }

    /// The project's zone, needed before the clock can be set to a local time.
    fn zone(&self) -> Result<Tz, Failure> {
        match store::open_reader(&Opening { url: self.url.clone(), ..Opening::default() }) {
            Ok(reader) => Ok(Ledger::open(reader)?.office().policy.time_zone),
            Err(StoreFault::Missing { .. }) => {
                let seeded = self.config.policy.get("time_zone").and_then(|zone| zone.parse().ok());
                Ok(seeded.unwrap_or(Policy::default().time_zone))
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// This terminal's name in the log.
    pub fn terminal(&self) -> String {
        if let Some(name) = filled(Some(self.config.terminal.clone())) {
            return name;
        }
        let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let line = std::fs::read_link("/proc/self/fd/0").ok();
        let line = line.as_deref().and_then(|line| line.strip_prefix("/dev").ok());
        match line.filter(|line| line.starts_with("pts") || line.starts_with("tty")) {
            Some(line) => format!("{host}/{}", line.display()),
            None => format!("{host}/{}", std::process::id()),
        }
    }

    /// The manager of a new store: `--as`, `me`, or the user of this machine.
    pub fn founder(&self) -> String {
        let named = filled(self.globals.actor.clone()).or_else(|| filled(Some(self.config.me.clone())));
        let env = |name: &str| filled(std::env::var(name).ok());
        let user = named.or_else(|| env("USER")).or_else(|| env("LOGNAME"));
        user.unwrap_or_else(|| self.locale.text("cli-founder").to_string())
    }

    /// What the salts of persons named in this act are made from.
    pub fn salting(&self) -> Salting {
        Salting::of(self.globals.command_id)
    }

    /// The id of this act.
    pub fn command_id(&self) -> Uuid {
        self.globals.command_id.unwrap_or_else(Uuid::now_v7)
    }
}

/// The words of the language asked for, else of the settings, else of the system.
pub fn words(asked: Option<&str>, config: &Config) -> Locale {
    let system = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| filled(std::env::var(name).ok()));
    let lang = asked.and_then(Lang::parse).unwrap_or_else(|| config.language(system.as_deref()));
    Locale::new(lang, Policy::default().time_zone)
}

/// A text that says something.
pub fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// An open store with the office as it truly is now. With a [`Reader`] it cannot act.
pub struct Session<'a, S> {
    /// Flags and config.
    pub setting: &'a Setting,
    /// The store and its fold.
    pub ledger: Ledger<S>,
    /// The settled office.
    pub office: Office,
    /// Store time, UTC.
    pub now: Instant,
    /// Who looks; `None` sees the public view.
    pub viewer: Option<StaffId>,
    /// Words in the project's zone.
    pub locale: Locale,
}

impl<'a> Session<'a, Box<dyn Reader>> {
    /// Opens for reading.
    pub fn read(setting: &'a Setting) -> Result<Self, Failure> {
        Self::over(setting, store::open_reader(&setting.opening()?)?)
    }
}

impl<'a, S: Reader> Session<'a, S> {
    /// Over an open store.
    pub fn over(setting: &'a Setting, store: S) -> Result<Self, Failure> {
        let mut ledger = Ledger::open(store)?;
        let (office, now) = ledger.at_now()?;
        if office.head == 0 {
            // An interrupted founding left it: to whoever asks of it, there is none yet.
            return Err(StoreFault::Missing { path: setting.url.clone() }.into());
        }
        let viewer = viewer(setting, &office)?;
        let locale = setting.locale.in_zone(office.policy.time_zone);
        Ok(Self { setting, ledger, office, now, viewer, locale })
    }

    /// Over a store nobody works in yet.
    pub fn unfounded(setting: &'a Setting, store: S) -> Result<Self, Failure> {
        let mut ledger = Ledger::open(store)?;
        let (office, now) = ledger.at_now()?;
        Ok(Self { setting, ledger, office, now, viewer: None, locale: setting.locale.clone() })
    }

    /// Whether JSON was asked for.
    pub fn json(&self) -> bool {
        self.setting.globals.json
    }

    /// Somebody by name.
    pub fn staff(&self, name: &str) -> Result<StaffId, Failure> {
        let known = self.office.find_staff(name).map(|staff| staff.id);
        known.ok_or_else(|| Rejection::StaffUnknown { name: name.to_string() }.into())
    }

    /// The unit meant.
    pub fn unit(&self, input: &str) -> Result<crate::domain::id::UnitId, Failure> {
        Ok(resolve_unit(&self.office, input)?)
    }

    /// A time in the past of this office.
    pub fn past(&self, text: &str) -> Result<Instant, Failure> {
        let at = input::instant(text, self.office.policy.time_zone, Some(self.office.day(self.now)))?;
        if at > self.now {
            let facts = vec![("value", text.to_string())];
            return Err(Failure::Input { code: "time_invalid", key: "cli-time-future", facts });
        }
        Ok(at)
    }

    /// The office right after an event, and that event's chained hash.
    pub fn as_of(&mut self, seq: Seq) -> Result<(Office, String), Failure> {
        let gone = || StoreFault::Missing { path: self.setting.url.clone() };
        let head = self.ledger.store().head_at(seq)?.ok_or_else(gone)?;
        let mut office = Office::default();
        if self.ledger.office().head == seq {
            office = self.ledger.office().clone();
        }
        // Somebody acted since, or the same act was sent before: then it is told from the beginning.
        while office.head < seq {
            let left = usize::try_from(seq - office.head).unwrap_or(PAGE).min(PAGE);
            let page = self.ledger.store().read(office.head, left)?;
            if page.is_empty() {
                break;
            }
            page.iter().for_each(|recorded| act::apply(&mut office, recorded));
        }
        Ok((office, head.hash))
    }

    /// The office as it was at a past moment, rebuilt from the journal.
    pub fn office_at(&mut self, at: Instant) -> Result<Office, Failure> {
        let mut office = Office::default();
        loop {
            let page = self.ledger.store().read(office.head, PAGE)?;
            let before = page.iter().take_while(|recorded| recorded.at <= at);
            let taken = before.map(|recorded| act::apply(&mut office, recorded)).count();
            if taken < page.len() || page.len() < PAGE {
                break;
            }
        }
        Ok(act::settled(&office, at).unwrap_or(office))
    }
}

/// Who looks: `--as`, else `me` of the config, else the only one there is.
fn viewer(setting: &Setting, office: &Office) -> Result<Option<StaffId>, Failure> {
    let named = filled(setting.globals.actor.clone()).or_else(|| filled(Some(setting.config.me.clone())));
    if let Some(name) = named {
        let known = office.find_staff(&name).map(|staff| Some(staff.id));
        return known.ok_or_else(|| Rejection::StaffUnknown { name }.into());
    }
    let mut active = office.staff.iter().filter(|staff| staff.active);
    Ok(active.next().filter(|_| active.next().is_none()).map(|staff| staff.id))
}

impl<'a> Session<'a, Box<dyn Journal>> {
    /// Opens for acting.
    pub fn write(setting: &'a Setting) -> Result<Self, Failure> {
        let session = Self::over(setting, store::open(&setting.opening()?)?)?;
        session.actor()?;
        Ok(session)
    }

    /// Who acts.
    pub fn actor(&self) -> Result<StaffId, Failure> {
        self.viewer.ok_or(Failure::Nobody)
    }

    /// Who asks, where and when: for what the core says beforehand.
    pub fn context(&self) -> Result<Context, Failure> {
        Ok(Context { by: self.actor()?, terminal: self.setting.terminal(), now: self.now })
    }

    /// Sends an act; on yes the office is the one after it, and the events it made are returned.
    pub fn act(&mut self, command: impl Into<Command>) -> Result<Vec<Recorded>, Failure> {
        let by = self.actor()?;
        self.act_as(by, self.setting.command_id(), command.into())
    }

    /// Sends an act under a given name and id.
    pub fn act_as(&mut self, by: StaffId, id: Uuid, command: Command) -> Result<Vec<Recorded>, Failure> {
        let order = Order { id, by, terminal: self.setting.terminal(), command };
        let Answer { verdict, .. } = self.ledger.submit(&order)?;
        (self.office, self.now) = self.ledger.at_now()?;
        match verdict {
            Verdict::Refused(rejection) => Err(rejection.into()),
            Verdict::Done { first, last } => {
                let count = usize::try_from(last.saturating_sub(first)).unwrap_or(PAGE).min(PAGE) + 1;
                Ok(self.ledger.store().read(first.saturating_sub(1), count)?)
            }
        }
    }
}
