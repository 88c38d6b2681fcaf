# The common commands. `just` lists them.

default:
    @just --list

# the demo project's desk
demo:
    cargo run --release -- demo

# what CI runs
check:
    .ci/run

test *ARGS:
    cargo test {{ARGS}}

# look over changed screens after a deliberate change
snapshots:
    cargo insta review

fmt:
    cargo fmt

# write README's key table anew after a change of keys or words
readme:
    UPDATE_README=1 cargo test --test readme
