//! A policy made ready, in one piece.

use super::invisible::Tidy;
use super::policy::{CleanLimits, Disallowed, Policy};
use super::tables::Tables;
use super::url::Rewrite;
use super::values::Values;
use std::sync::Arc;

pub(super) struct Rules {
    pub tables: Tables,
    pub values: Values,
    pub disallowed: Disallowed,
    pub limits: CleanLimits,
}

impl Rules {
    pub(super) fn new(policy: &Policy, rewrite: Option<Arc<Rewrite>>) -> Rules {
        let tidy = Tidy { invisible: policy.invisible, break_mustaches: policy.break_mustaches };
        let id_prefix = policy.id_prefix.as_deref().filter(|it| !it.is_empty()).map(Into::into);
        Rules {
            tables: Tables::new(policy),
            values: Values { id_prefix, tidy, rewrite },
            disallowed: policy.disallowed,
            limits: policy.limits.clone(),
        }
    }
}
