//! Help in the user's language. The English of it stands at the arguments; the words of every language are `help-…`.

use crate::locale::Locale;
use clap::{Arg, ArgAction, Command};

/// What every command takes stands behind what only this one takes.
const LAST: usize = 100;

/// The command with its help, and all below it, in these words.
pub fn in_words(command: Command, locale: &Locale) -> Command {
    let root = format!("help-{}", command.get_name());
    let about = locale.text(&root).to_string();
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = command.disable_version_flag(true).arg(version.display_order(LAST)).about(about);
    let command = with_example(command, locale);
    below(command, "help", locale)
}

fn below(command: Command, path: &str, locale: &Locale) -> Command {
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_string()).collect();
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).display_order(LAST);
    let command = command.disable_help_flag(true).arg(help).mut_args(|arg| argument(arg, path, locale));
    let template = template(&command, locale);
    verbs.into_iter().fold(command.help_template(template), |command, verb| {
        command.mut_subcommand(&verb, |command| {
            let path = format!("{path}-{verb}");
            let about = locale.text(&path).to_string();
            below(with_example(command.about(about), locale), &path, locale)
        })
    })
}

/// The parts a command has, each under its heading.
fn template(command: &Command, locale: &Locale) -> String {
    let mut template = format!("{{about}}\n\n{}{{usage}}\n", locale.text("help-heading-usage"));
    let parts = [
        ("help-heading-commands", "{subcommands}", command.has_subcommands()),
        ("help-heading-arguments", "{positionals}", command.get_positionals().next().is_some()),
        ("help-heading-options", "{options}", true),
    ];
    for (heading, part, _) in parts.into_iter().filter(|(_, _, is_there)| *is_there) {
        template.push_str(&format!("\n{}\n{part}\n", locale.text(heading)));
    }
    template.trim_end().to_string() + "{after-help}"
}

fn argument(arg: Arg, path: &str, locale: &Locale) -> Arg {
    let (own, common) = (format!("{path}--{}", arg.get_id()), format!("help-arg-{}", arg.get_id()));
    let help = locale.text(if locale.has(&own) { &own } else { &common }).to_string();
    let arg = if arg.is_global_set() { arg.display_order(LAST) } else { arg };
    arg.help(help)
}

fn with_example(command: Command, locale: &Locale) -> Command {
    match command.get_after_help().map(|text| example(&text.to_string(), locale)) {
        Some(text) => command.after_help(text),
        None => command,
    }
}

/// What stands below a command: examples, whose commands are the same in every language, and the exit codes.
fn example(text: &str, locale: &Locale) -> String {
    let word = locale.text("help-example");
    let line = |line: &str| match line.strip_prefix("Exit codes:") {
        Some(_) => locale.text("help-exits").to_string(),
        None if line == "Examples:" => word.trim_end().to_string(),
        None => line.replacen("Example: ", word, 1),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Args;
    use crate::locale::Lang;
    use clap::CommandFactory;

    /// Every command's and argument's English as it stands in the code, by path.
    fn walk(command: &Command, path: &str, out: &mut Vec<(String, String, String)>) {
        for arg in command.get_arguments() {
            let english = arg.get_help().map(ToString::to_string).unwrap_or_default();
            out.push((format!("{path}--{}", arg.get_id()), format!("help-arg-{}", arg.get_id()), english));
        }
        for verb in command.get_subcommands() {
            let path = format!("{path}-{}", verb.get_name());
            let english = verb.get_about().map(ToString::to_string).unwrap_or_default();
            out.push((path.clone(), path.clone(), english));
            walk(verb, &path, out);
        }
    }

    #[test]
    fn every_verb_and_argument_has_its_help_in_every_language() {
        let mut all = Vec::new();
        walk(&Args::command(), "help", &mut all);
        for lang in Lang::ALL {
            let locale = Locale::new(lang, chrono_tz::Asia::Shanghai);
            let wrong = all.iter().filter(|(own, common, english)| {
                let key = if locale.has(own) { own } else { common };
                !locale.has(key) || (lang == Lang::En && locale.text(key) != english)
            });
            let wrong: Vec<String> = wrong.map(|(own, _, english)| format!("{own} = {english}")).collect();
            assert!(wrong.is_empty(), "{}:\n{}", lang.code(), wrong.join("\n"));
            in_words(Args::command(), &locale).debug_assert();
        }
        let english = in_words(Args::command(), &Locale::new(Lang::En, chrono_tz::Asia::Shanghai));
        let kept = |command: &Command| command.get_after_help().map(ToString::to_string);
        assert_eq!(kept(&english).map(|text| text.replace("Example:", "Examples:")), kept(&Args::command()));
    }
}
