//! The variables in force: one small stack, searched from its top.

use super::Options;
use crate::program::VarName;
use crate::value::{Growing, Value};

/// From this many variables on a render's own are searched by bisection.
const SORT_FROM: usize = 16;

/// The variables at one point of a render.
pub(crate) struct Scope<'a> {
    /// The variables of the render, then what tags have set, oldest first.
    vars: Growing<'a, Var<'a>>,
    /// How many are of the render.
    base: usize,
    /// Whether these are searched too, by bisection. Few are searched as all others are.
    bisected: bool,
    /// Where the topmost frame begins in `vars`.
    frame: usize,
    /// Where the search from the top ends. `{% include … only %}` moves it.
    floor: usize,
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
#[derive(Clone, Copy)]
pub(super) struct Point {
    outer: Mark,
    vars: usize,
}

/// What [`Scope::pop`] returns to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    frame: usize,
    floor: usize,
    bisected: bool,
}

impl<'a> Scope<'a> {
    /// A scope of these variables; of two with one name the later wins.
    pub(crate) fn new(mut vars: Growing<'a, Var<'a>>, options: &'a Options) -> Scope<'a> {
        let base = vars.len();
        let bisected = base > SORT_FROM;
        if bisected {
            vars.sort_by(|a, b| a.name.text.cmp(b.name.text));
        }
        Scope { vars, base, bisected, frame: base, floor: if bisected { base } else { 0 }, options }
    }

    /// Opens a frame: what is set from here on is gone after `pop`.
    pub(super) fn push(&mut self) -> Mark {
        let mark = self.mark();
        self.frame = self.vars.len();
        mark
    }

    fn mark(&self) -> Mark {
        Mark { frame: self.frame, floor: self.floor, bisected: self.bisected }
    }

    fn back(&mut self, mark: Mark) {
        (self.frame, self.floor, self.bisected) = (mark.frame, mark.floor, mark.bisected);
    }

    /// Hides all that is set so far, until `pop`.
    pub(super) fn isolate(&mut self) {
        self.floor = self.frame;
        self.bisected = false;
    }

    /// Closes the frame that gave this mark.
    pub(super) fn pop(&mut self, mark: Mark) {
        self.vars.truncate(self.frame);
        self.back(mark);
    }

    /// How much is set now.
    pub(super) fn point(&self) -> Point {
        Point { outer: self.mark(), vars: self.vars.len() }
    }

    /// Forgets the frames opened since then, and what was added.
    pub(super) fn back_to(&mut self, point: &Point) {
        self.vars.truncate(point.vars);
        self.back(point.outer);
    }

    /// All that tags have set, to put back.
    pub(super) fn kept(&self) -> (Vec<Var<'a>>, Mark) {
        (self.vars.to_vec(), self.mark())
    }

    /// What tags had set.
    pub(super) fn put_back(&mut self, (vars, mark): (Vec<Var<'a>>, Mark)) {
        self.vars.clear();
        self.vars.extend_from_slice_copy(&vars);
        self.back(mark);
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
    pub(super) fn add(&mut self, name: VarName<'a>, value: Value<'a>) -> usize {
        self.vars.push(Var { name, value });
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
        match self.position(var.name).and_then(|at| self.vars.get_mut(at)) {
            Some(slot) => *slot = var,
            None => self.vars.push(var),
        }
    }

    /// The variable of this name, unresolved.
    pub(super) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.slot(VarName::new(name)).copied().or_else(|| self.global(name))
    }

    /// The variable of this name where it stands, if it is no global.
    #[inline]
    pub(super) fn slot(&self, name: VarName<'_>) -> Option<&Value<'a>> {
        let mut at = self.vars.len();
        while at > self.floor {
            at -= 1;
            let var = self.vars.get(at)?;
            if var.name == name {
                return Some(&var.value);
            }
        }
        if self.bisected { self.far(name.text) } else { None }
    }

    #[inline(never)]
    fn far(&self, name: &str) -> Option<&Value<'a>> {
        self.vars.get(self.bisect(name)?).map(|it| &it.value)
    }

    /// What is searched from its top.
    fn near(&self) -> &[Var<'a>] {
        self.vars.get(self.floor..).unwrap_or_default()
    }

    /// Where the variable of this name is.
    fn position(&self, name: VarName<'_>) -> Option<usize> {
        match self.near().iter().rposition(|it| it.name == name) {
            Some(at) => Some(self.floor + at),
            None if self.bisected => self.bisect(name.text),
            None => None,
        }
    }

    /// The variable of the render of this name, when these are in order.
    fn bisect(&self, name: &str) -> Option<usize> {
        let base = self.vars.get(..self.base).unwrap_or_default();
        let after = base.partition_point(|it| it.name.text <= name);
        after.checked_sub(1).filter(|at| base.get(*at).is_some_and(|it| it.name.text == name))
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

    /// The names in force, the nearest first.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let base = if self.bisected { self.base } else { 0 };
        let far = self.vars.get(..base).unwrap_or_default();
        let globals = self.options.globals.keys().map(|it| &**it);
        self.near().iter().rev().chain(far).map(|it| it.name.text).chain(globals)
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, Scope, Var};
    use crate::limits::Limits;
    use crate::value::{Arena, Growing, Value};

    fn arena() -> Arena {
        Arena::new(&Limits::default())
    }

    fn vars<'a>(arena: &'a Arena, vars: &[Var<'a>]) -> Growing<'a, Var<'a>> {
        let mut growing = arena.growing(vars.len());
        growing.extend_from_slice_copy(vars);
        growing
    }

    fn int(scope: &Scope<'_>, name: &str) -> Option<i64> {
        match scope.get(name) {
            Some(Value::Int(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn frames_shadow_and_end() {
        let options = Options::default();
        let arena = arena();
        let mut scope = Scope::new(vars(&arena, &[Var::new("a", Value::Int(1))]), &options);
        let mark = scope.push();
        scope.set("a", Value::Int(2));
        assert_eq!(int(&scope, "a"), Some(2));
        scope.pop(mark);
        assert_eq!(int(&scope, "a"), Some(1));
    }

    #[test]
    fn isolation_hides_everything_but_the_frame() {
        let options = Options::default();
        let arena = arena();
        let mut scope = Scope::new(vars(&arena, &[Var::new("a", Value::Int(1))]), &options);
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
        let arena = arena();
        let scope = Scope::new(vars(&arena, &base), &options);
        assert_eq!(
            [int(&scope, "v0"), int(&scope, "v7"), int(&scope, "v39")],
            [Some(0), Some(700), Some(39)]
        );
        assert_eq!(int(&scope, "w"), None);
    }

    #[test]
    fn set_upward_changes_the_variable_where_it_is() {
        let options = Options::default();
        let arena = arena();
        let mut scope = Scope::new(vars(&arena, &[Var::new("a", Value::Int(1))]), &options);
        let mark = scope.push();
        scope.set_upward("a", Value::Int(2));
        scope.set_upward("b", Value::Int(3));
        scope.pop(mark);
        assert_eq!([int(&scope, "a"), int(&scope, "b")], [Some(2), None]);
    }
}
