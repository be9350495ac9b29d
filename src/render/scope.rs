//! The variables in force: one small stack, searched from its top.

use super::Options;
use crate::program::VarName;
use crate::value::Value;

/// From this many variables on a render's own are searched by bisection.
const SORT_FROM: usize = 16;

/// The variables at one point of a render.
pub(crate) struct Scope<'a> {
    /// The variables of the render.
    base: Vec<Var<'a>>,
    /// Whether `base` is in order of its names.
    sorted: bool,
    /// What tags have set, oldest first.
    vars: Vec<Var<'a>>,
    /// Where the topmost frame begins in `vars`.
    frame: usize,
    /// Below this nothing is visible, and `base` is not: set by `{% include … only %}`.
    floor: Option<usize>,
    options: &'a Options,
}

/// A variable.
#[derive(Clone, Copy)]
pub(crate) struct Var<'a> {
    name: VarName<'a>,
    value: Value<'a>,
}

impl<'a> Var<'a> {
    pub(crate) fn new(name: &'a str, value: Value<'a>) -> Var<'a> {
        Var { name: VarName::new(name), value }
    }
}

/// What [`Scope::back_to`] returns to.
pub(super) struct Point {
    outer: Mark,
    vars: usize,
}

/// What [`Scope::pop`] returns to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    frame: usize,
    floor: Option<usize>,
}

impl<'a> Scope<'a> {
    /// A scope of these variables; of two with one name the later wins.
    pub(crate) fn new(base: Vec<Var<'a>>, options: &'a Options) -> Scope<'a> {
        let mut base = base;
        let sorted = base.len() > SORT_FROM;
        if sorted {
            base.sort_by(|a, b| a.name.text.cmp(b.name.text));
        }
        Scope { base, sorted, vars: Vec::with_capacity(8), frame: 0, floor: None, options }
    }

    /// Opens a frame: what is set from here on is gone after `pop`.
    pub(super) fn push(&mut self) -> Mark {
        let mark = Mark { frame: self.frame, floor: self.floor };
        self.frame = self.vars.len();
        mark
    }

    /// Hides all that is set so far, until `pop`.
    pub(super) fn isolate(&mut self) {
        self.floor = Some(self.frame);
    }

    /// Closes the frame that gave this mark.
    pub(super) fn pop(&mut self, mark: Mark) {
        self.vars.truncate(self.frame);
        self.frame = mark.frame;
        self.floor = mark.floor;
    }

    /// How much is set now.
    pub(super) fn point(&self) -> Point {
        Point { outer: Mark { frame: self.frame, floor: self.floor }, vars: self.vars.len() }
    }

    /// Forgets the frames opened since then, and what was added.
    pub(super) fn back_to(&mut self, point: &Point) {
        self.vars.truncate(point.vars);
        (self.frame, self.floor) = (point.outer.frame, point.outer.floor);
    }

    /// All that tags have set, to put back.
    pub(super) fn kept(&self) -> (Vec<Var<'a>>, Mark) {
        (self.vars.clone(), Mark { frame: self.frame, floor: self.floor })
    }

    /// What tags had set.
    pub(super) fn put_back(&mut self, (vars, mark): (Vec<Var<'a>>, Mark)) {
        self.vars = vars;
        (self.frame, self.floor) = (mark.frame, mark.floor);
    }

    /// Sets a variable in the topmost frame.
    pub(super) fn set(&mut self, name: &'a str, value: Value<'a>) {
        let var = Var::new(name, value);
        let frame = self.vars.get_mut(self.frame..).unwrap_or_default();
        match frame.iter_mut().rev().find(|it| it.name == var.name) {
            Some(slot) => *slot = var,
            None => self.vars.push(var),
        }
    }

    /// Adds a variable to the topmost frame and returns where it is.
    pub(super) fn add(&mut self, name: &'a str, value: Value<'a>) -> usize {
        self.vars.push(Var::new(name, value));
        self.vars.len() - 1
    }

    /// The variable that `add` put there, to be overwritten.
    #[inline]
    pub(super) fn at(&mut self, slot: usize) -> Option<&mut Value<'a>> {
        self.vars.get_mut(slot).map(|it| &mut it.value)
    }

    /// Sets a variable where it is, or in the topmost frame when it is nowhere.
    pub(super) fn set_upward(&mut self, name: &'a str, value: Value<'a>) {
        let var = Var::new(name, value);
        let floor = self.floor.unwrap_or(0);
        let visible = self.vars.get_mut(floor..).unwrap_or_default();
        if let Some(slot) = visible.iter_mut().rev().find(|it| it.name == var.name) {
            *slot = var;
        } else if let Some(slot) = self.base_index(var.name).and_then(|at| self.base.get_mut(at)) {
            *slot = var;
        } else {
            self.vars.push(var);
        }
    }

    /// The variable of this name, unresolved.
    pub(super) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.slot(VarName::new(name)).copied().or_else(|| self.global(name))
    }

    /// The variable of this name where it stands, if it is no global.
    #[inline]
    pub(super) fn slot(&self, name: VarName<'_>) -> Option<&Value<'a>> {
        let visible = self.vars.get(self.floor.unwrap_or(0)..).unwrap_or_default();
        if let Some(var) = visible.iter().rev().find(|it| it.name == name) {
            return Some(&var.value);
        }
        self.base_index(name).and_then(|at| self.base.get(at)).map(|it| &it.value)
    }

    #[inline]
    fn base_index(&self, name: VarName<'_>) -> Option<usize> {
        if self.floor.is_some() {
            return None;
        }
        if self.sorted {
            return self.bisect(name.text);
        }
        self.base.iter().rposition(|it| it.name == name)
    }

    fn bisect(&self, name: &str) -> Option<usize> {
        let after = self.base.partition_point(|it| it.name.text <= name);
        after.checked_sub(1).filter(|at| self.base.get(*at).is_some_and(|it| it.name.text == name))
    }

    /// Below all variables, where `True` can be shadowed, as in Django.
    pub(super) fn global(&self, name: &str) -> Option<Value<'a>> {
        if let Some(value) = self.options.globals.get(name) {
            return Some(Value::Lazy(&**value));
        }
        match name {
            "True" => Some(Value::Bool(true)),
            "False" => Some(Value::Bool(false)),
            "None" => Some(Value::None),
            _ => None,
        }
    }

    /// The names in force, for suggestions.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let base = self.floor.is_none().then_some(&self.base);
        let vars = self.vars.get(self.floor.unwrap_or(0)..).unwrap_or_default();
        let globals = self.options.globals.keys().map(|it| &**it);
        vars.iter().chain(base.into_iter().flatten()).map(|it| it.name.text).chain(globals)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Scope, Var};
    use crate::value::Value;

    fn int(scope: &Scope<'_>, name: &str) -> Option<i64> {
        match scope.get(name) {
            Some(Value::Int(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn frames_shadow_and_end() {
        let options = Options::default();
        let mut scope = Scope::new(vec![Var::new("a", Value::Int(1))], &options);
        let mark = scope.push();
        scope.set("a", Value::Int(2));
        assert_eq!(int(&scope, "a"), Some(2));
        scope.pop(mark);
        assert_eq!(int(&scope, "a"), Some(1));
    }

    #[test]
    fn isolation_hides_everything_but_the_frame() {
        let options = Options::default();
        let mut scope = Scope::new(vec![Var::new("a", Value::Int(1))], &options);
        scope.set("b", Value::Int(2));
        let mark = scope.push();
        scope.set("c", Value::Int(3));
        scope.isolate();
        assert_eq!([int(&scope, "a"), int(&scope, "b"), int(&scope, "c")], [None, None, Some(3)]);
        scope.pop(mark);
        assert_eq!([int(&scope, "a"), int(&scope, "b"), int(&scope, "c")], [Some(1), Some(2), None]);
    }

    #[test]
    fn many_variables_are_found_and_the_later_of_two_wins() {
        let options = Options::default();
        let names: Vec<String> = (0..40).map(|it| format!("v{it}")).collect();
        let mut base: Vec<_> =
            names.iter().zip(0..).map(|(name, it)| Var::new(name, Value::Int(it))).collect();
        base.push(Var::new("v7", Value::Int(700)));
        let scope = Scope::new(base, &options);
        assert_eq!(
            [int(&scope, "v0"), int(&scope, "v7"), int(&scope, "v39")],
            [Some(0), Some(700), Some(39)]
        );
        assert_eq!(int(&scope, "w"), None);
    }

    #[test]
    fn set_upward_changes_the_variable_where_it_is() {
        let options = Options::default();
        let mut scope = Scope::new(vec![Var::new("a", Value::Int(1))], &options);
        let mark = scope.push();
        scope.set_upward("a", Value::Int(2));
        scope.set_upward("b", Value::Int(3));
        scope.pop(mark);
        assert_eq!([int(&scope, "a"), int(&scope, "b")], [Some(2), None]);
    }
}
