//! How far a run has come: written after each batch, read by the next run.

use crate::fault::Fault;
use crate::files;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is done of a file for sure.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) file: PathBuf,
    pub(super) rows: u64,
    /// Bytes of the output that belong to these rows; what is behind them is cut off.
    pub(super) output: u64,
    /// The same of the file of refused rows.
    pub(super) refused: u64,
}

impl State {
    /// The state that a file holds, or this one, in which a run begins.
    pub(super) fn or_read(self, path: &Path, of: &Path) -> Result<State, Fault> {
        let Some(text) = files::read_if_there(path)? else {
            return Ok(State { file: of.to_owned(), ..self });
        };
        let remedy = "name another file for --resume, or delete it to start anew";
        let state: State = serde_json::from_str(&text).map_err(|it| {
            Fault::usage(format!("`{}` says nothing of a run: {it}", path.display()), remedy)
        })?;
        if state.file == of {
            return Ok(state);
        }
        let message = format!("`{}` is about `{}`", path.display(), state.file.display());
        Err(Fault::usage(message, remedy))
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), Fault> {
        files::replace(path, &serde_json::to_string(self).unwrap_or_default())
    }
}
