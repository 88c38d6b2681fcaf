//! Papers for customers in words: their events, who paid, how it was paid.

use crate::domain::id::StaffId;
use crate::domain::issue;
use crate::domain::state::claim::Payer;
use crate::domain::state::office::Office;
use crate::locale::Locale;
use crate::locale::event::Teller;

impl Locale {
    /// How it was paid: the methods the desk offers by their names, anything else as it was typed.
    pub fn method(&self, method: &str) -> String {
        let key = format!("method-{}", method.trim().to_ascii_lowercase());
        if self.has(&key) { self.text(&key).to_string() } else { method.to_string() }
    }

    /// Who paid, as this viewer may see them.
    pub fn payer(&self, office: &Office, viewer: Option<StaffId>, payer: &Payer) -> String {
        match payer {
            Payer::Customer(id) => self.customer(office, viewer, *id),
            Payer::Bank(bank) => bank.clone(),
        }
    }
}

impl Teller<'_> {
    /// Who paid: a bank is no secret, a customer is one to the wall.
    pub(super) fn payer(&self, payer: &Payer) -> String {
        match payer {
            Payer::Customer(id) => self.customer(*id),
            Payer::Bank(bank) => bank.clone(),
        }
    }

    pub(super) fn issue(&self, event: &issue::Event) -> String {
        let (no, _, unit, copy) = event.print();
        let kind = self.words.paper_kind(no.kind).to_string();
        let args = [
            ("unit", self.unit(unit).into()),
            ("kind", kind.into()),
            ("number", no.to_string().into()),
            ("copy", copy.into()),
        ];
        match event {
            issue::Event::Issued { .. } => self.words.say("event-issue-issued", &args),
            issue::Event::Copied { .. } => self.words.say("event-issue-copied", &args),
        }
    }
}
