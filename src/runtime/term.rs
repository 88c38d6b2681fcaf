//! The terminal: taken for a full screen, and given back whatever happens (design §7.9).

use crate::locale::Locale;
use crate::runtime::canvas::Canvas;
use crate::ui::slate::Slate;
use crate::ui::theme::Depth;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Whether a terminal is taken now: giving it back twice would clear a line of the shell.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether its keys are taken too.
static KEYS: AtomicBool = AtomicBool::new(false);

/// Says why there can be no full screen here, if so: no terminal, or one that cannot move its cursor.
pub fn terminal_or_reason(locale: &Locale) -> Result<(), String> {
    if !io::stdin().is_terminal() {
        return Err(locale.text("shell-no-input").to_string());
    }
    screen_or_reason(locale)
}

/// The same for the wall, which needs no keys.
pub fn screen_or_reason(locale: &Locale) -> Result<(), String> {
    if !io::stdout().is_terminal() {
        return Err(locale.text("shell-no-screen").to_string());
    }
    match std::env::var("TERM") {
        Ok(term) if !term.is_empty() && term != "dumb" => Ok(()),
        Ok(term) if !term.is_empty() => Err(locale.say("shell-dumb", &[("term", term.into())])),
        _ => Err(locale.text("shell-no-term").to_string()),
    }
}

/// How many colours there are.
pub fn depth() -> Depth {
    let read = |name| std::env::var(name).ok();
    Depth::detect(read("NO_COLOR").as_deref(), read("COLORTERM").as_deref(), read("TERM").as_deref())
}

/// Columns and rows; the smallest sensible screen where the terminal will not say.
pub fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or((80, 24))
}

/// Whether nobody is at the other end any more (a lost ssh, a closed window): the system then knows no settings of it.
pub fn is_hung_up() -> bool {
    let ended = |stream: std::os::fd::BorrowedFd| rustix::termios::tcgetattr(stream).is_err();
    (KEYS.load(Ordering::SeqCst) && ended(io::stdin().as_fd())) || ended(io::stdout().as_fd())
}

/// Standard output without a buffer of its own: a frame is one write, and what could not be written to a terminal that
/// is gone does not linger to be tried again.
struct Screen;

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(io::stdout(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal while the program has it.
pub struct Term {
    canvas: Canvas<Screen>,
    slate: Slate,
    size: (u16, u16),
    mouse: bool,
}

impl Term {
    /// Takes the terminal; `keys` and `mouse` as wanted. A panic gives it back before it says anything.
    pub fn take(keys: bool, mouse: bool, crash: String) -> io::Result<Self> {
        on_panic(crash);
        TAKEN.store(true, Ordering::SeqCst);
        let mut term = Self { canvas: Canvas::new(Screen), slate: Slate::default(), size: size(), mouse };
        KEYS.store(keys, Ordering::SeqCst);
        term.enter()?;
        Ok(term)
    }

    /// Sets the terminal up, at the start and after a stop (`kill -STOP`, `kill -CONT`).
    pub fn enter(&mut self) -> io::Result<()> {
        if KEYS.load(Ordering::SeqCst) {
            enable_raw_mode()?;
        }
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if self.mouse {
            queue!(bytes, EnableMouseCapture)?;
        }
        self.canvas.send(&bytes)?;
        self.canvas.forget();
        Ok(())
    }

    /// The terminal has another size.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.size = size;
        // What stood there has been moved about, also where the size came back before the next frame.
        self.canvas.forget();
    }

    /// Columns and rows as drawn.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Draws a frame; only what changed is drawn and written.
    pub fn draw<T>(&mut self, draw: impl FnOnce(&mut Slate) -> T) -> io::Result<T> {
        self.slate.resize(self.size);
        let said = draw(&mut self.slate);
        self.canvas.show(&self.slate.drawn())?;
        Ok(said)
    }

    /// Switches the mouse.
    pub fn set_mouse(&mut self, mouse: bool) -> io::Result<()> {
        self.mouse = mouse;
        let mut bytes = Vec::new();
        if mouse {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        self.canvas.send(&bytes)
    }

    /// Rings.
    pub fn ring(&mut self) -> io::Result<()> {
        self.canvas.send(b"\x07")
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back. May be called from anywhere, any number of times.
fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // Nothing here can be helped if it fails: the terminal may be gone.
    let mut bytes = Vec::new();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        ResetColor,
        LeaveAlternateScreen,
        Show
    );
    let _ = Screen.write_all(&bytes);
    if KEYS.swap(false, Ordering::SeqCst) {
        // What the mouse sent last would appear as typed in the shell.
        let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        let _ = disable_raw_mode();
    }
}

/// A crash on any thread gives the terminal back, says where it happened, and ends the program: what was acknowledged
/// is in the store, and a desk without its storekeeper would only look alive.
fn on_panic(sentence: String) {
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let cause = info.payload_as_str().unwrap_or_default();
        let _ = writeln!(io::stderr(), "{sentence}\n{place} {cause}");
        std::process::exit(CRASHED);
    }));
}

/// The exit code when the terminal is gone: as if the hang-up signal had come first.
pub const GONE: i32 = 129;
/// The exit code of a crash.
const CRASHED: i32 = 101;

/// Signals that end the program, and the one that wakes it.
pub struct Signals {
    ends: [(i32, Signal); 4],
    wakes: Signal,
}

/// What a signal asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Call {
    /// End with this exit code.
    End(i32),
    /// Paint anew.
    Wake,
}

impl Signals {
    /// Listens.
    pub fn new() -> io::Result<Self> {
        let kinds =
            [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt(), SignalKind::quit()];
        let [a, b, c, d] = kinds.map(|kind| signal(kind).map(|signal| (128 + kind.as_raw_value(), signal)));
        let continued = SignalKind::from_raw(rustix::process::Signal::CONT.as_raw());
        Ok(Self { ends: [a?, b?, c?, d?], wakes: signal(continued)? })
    }

    /// The next one.
    pub async fn next(&mut self) -> Call {
        let [a, b, c, d] = &mut self.ends;
        tokio::select! {
            _ = a.1.recv() => Call::End(a.0),
            _ = b.1.recv() => Call::End(b.0),
            _ = c.1.recv() => Call::End(c.0),
            _ = d.1.recv() => Call::End(d.0),
            _ = self.wakes.recv() => Call::Wake,
        }
    }
}
