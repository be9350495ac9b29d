//! Tags of libraries: a call with its arguments, and what becomes of the value.

use super::eval::Missing;
use super::walk::Walk;
use crate::diagnostics::{Error, ErrorKind};
use crate::library::{CustomTag, TagRef};
use crate::limits::Cost;
use crate::program::{BlockCall, Call, Inclusion, Then, VarName};
use crate::tags::Given;
use crate::value::{Kind, Origin, TagInput, Value, Variables, fields_of, repr};
use std::collections::HashSet;

impl<'a> Walk<'a, '_, '_> {
    pub(super) fn call(&mut self, call: &'a Call) -> Result<Value<'a>, Error> {
        if call.tag.slot().is_some() {
            self.out.leak();
        }
        self.call_with(None, call)
    }

    /// A call whose first argument is what the body of its tag gave, if it has one.
    fn call_with(&mut self, content: Option<Value<'a>>, call: &'a Call) -> Result<Value<'a>, Error> {
        let mut arguments = Vec::with_capacity(call.arguments.len() + 1);
        arguments.extend(content);
        for expr in &call.arguments {
            arguments.push(self.value(expr, Missing::Invalid)?);
        }
        let mut keywords: Vec<(&'a str, Value<'a>)> = Vec::with_capacity(call.keywords.len());
        for (name, expr) in &call.keywords {
            keywords.push((name, self.value(expr, Missing::Invalid)?));
        }
        match &call.tag {
            TagRef::Builtin(tag) => {
                let (positional, keywords) = (&*arguments, &*keywords);
                let dump = || self.dump();
                (tag.run)(&Given { positional, keywords, stored: call.stored, dump: &dump, cx: self.cx })
            }
            TagRef::Custom(tag) => self.custom(tag, &arguments, &keywords),
        }
    }

    fn custom(
        &self,
        tag: &CustomTag,
        positional: &[Value<'a>],
        keywords: &[(&'a str, Value<'a>)],
    ) -> Result<Value<'a>, Error> {
        let cx = self.cx;
        let find = |name: &str| self.scope.get(name);
        let variables = Variables { find: &find, cx };
        let parameters = &*tag.parameters;
        tag.run.run(&mut TagInput { parameters, positional, keywords, variables, cx, taken: 0 }, cx)
    }

    /// The variables in force, for `{% debug %}`: the nearest first, one a line.
    fn dump(&self) -> Result<String, Error> {
        if !self.job.options.debug {
            return Ok(String::new());
        }
        let mut seen = HashSet::new();
        let mut lines = Vec::new();
        for name in self.scope.names().filter(|it| seen.insert(*it)) {
            let Some(value) = self.scope.get(name) else { continue };
            self.cx.arena.budget().charge(Cost::Iteration)?;
            let mut line = format!("{name} = ");
            repr(value, self.cx, &mut line)?;
            lines.push(line);
        }
        Ok(lines.join("\n"))
    }

    #[inline(never)]
    pub(super) fn block_call(&mut self, tag: &'a BlockCall) -> Result<(), Error> {
        let capture = self.out.capture();
        self.body(&tag.body)?;
        let text = self.cx.arena.str(&self.out.captured(&capture))?;
        let content =
            if tag.plain { Value::Str(text) } else { Value::Safe(Kind::Html(Origin::Earned), text) };
        let value = self.call_with(Some(content), &tag.call)?;
        match &tag.then {
            Then::Store(name) => {
                self.scope.set(name, value);
                Ok(())
            }
            Then::Print { escaper, trusted } => {
                let value = if *trusted { self.vouched(value)? } else { value };
                if let Some(rejected) = escaper.write(value, self.cx, &mut self.out.text)? {
                    self.rejected(rejected, value, *escaper, tag.span)?;
                }
                self.out.check(self.cx.arena.budget())
            }
        }
    }

    /// As an include whose template sees nothing but what the call gives.
    #[inline(never)]
    pub(super) fn inclusion(&mut self, tag: &'a Inclusion) -> Result<(), Error> {
        self.cx.arena.budget().charge(Cost::Include)?;
        let value = self.call(&tag.call)?;
        let link = self.job.units.follow(self.at, tag.site)?.ok_or_else(super::inherit::nowhere)?;
        let mark = self.scope.push();
        if !matches!(value, Value::Map(_) | Value::Object(_) | Value::None) {
            return Err(no_variables(value));
        }
        fields_of(value, self.cx, &mut |name, value| {
            self.scope.add(VarName::new(name), value);
            Ok(())
        })?;
        self.scope.isolate();
        self.with_own_cycles(link, tag.span, "rendered here")?;
        self.scope.pop(mark);
        Ok(())
    }
}

#[cold]
fn no_variables(value: Value<'_>) -> Error {
    let message = format!("a {} holds no variables for the template of this tag", value.type_name());
    Error::new(ErrorKind::ValueError, message).help("return a `Context`, a map, or a struct")
}
