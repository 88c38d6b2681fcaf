//! From 24 bits to the nearest of 256 or 16 colours.

use ratatui::style::Color;

/// The steps of the 6 × 6 × 6 cube of xterm.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The 16 colours with their usual values: what a terminal makes of them is its own affair.
const SIXTEEN: [(Color, [u8; 3]); 16] = [
    (Color::Black, [0, 0, 0]),
    (Color::Red, [205, 0, 0]),
    (Color::Green, [0, 205, 0]),
    (Color::Yellow, [205, 205, 0]),
    (Color::Blue, [0, 0, 238]),
    (Color::Magenta, [205, 0, 205]),
    (Color::Cyan, [0, 205, 205]),
    (Color::Gray, [229, 229, 229]),
    (Color::DarkGray, [127, 127, 127]),
    (Color::LightRed, [255, 0, 0]),
    (Color::LightGreen, [0, 255, 0]),
    (Color::LightYellow, [255, 255, 0]),
    (Color::LightBlue, [92, 92, 255]),
    (Color::LightMagenta, [255, 0, 255]),
    (Color::LightCyan, [0, 255, 255]),
    (Color::White, [255, 255, 255]),
];

/// The nearest of the cube and the greys; other kinds of colour stay.
pub fn to_256(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    let wanted = [r, g, b];
    let places = wanted.map(nearest_step);
    let cube = places.map(|place| STEPS[place]);
    let mean = (u16::from(r) + u16::from(g) + u16::from(b)) / 3;
    let shade = (mean.saturating_sub(3) / 10).min(23) as u8;
    let grey = [8 + 10 * shade; 3];
    if distance(wanted, grey) < distance(wanted, cube) {
        Color::Indexed(232 + shade)
    } else {
        Color::Indexed(16 + (36 * places[0] + 6 * places[1] + places[2]) as u8)
    }
}

/// The nearest of the sixteen; named colours stay.
pub fn to_16(color: Color) -> Color {
    let Color::Rgb(r, g, b) = color else { return color };
    let nearest = SIXTEEN.iter().min_by_key(|(_, value)| distance([r, g, b], *value));
    nearest.map_or(Color::Reset, |(name, _)| *name)
}

fn nearest_step(value: u8) -> usize {
    (0..STEPS.len()).min_by_key(|place| STEPS[*place].abs_diff(value)).unwrap_or(0)
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.into_iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_colours_are_found() {
        assert_eq!(to_256(Color::Rgb(255, 135, 0)), Color::Indexed(16 + 36 * 5 + 6 * 2));
        assert_eq!(to_256(Color::Rgb(128, 128, 128)), Color::Indexed(232 + 12));
        assert_eq!(to_256(Color::Rgb(255, 255, 255)), Color::Indexed(231));
        assert_eq!(to_16(Color::Rgb(250, 10, 10)), Color::LightRed);
        assert_eq!(to_16(Color::Reset), Color::Reset);
    }
}
