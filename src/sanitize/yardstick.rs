//! ammonia behind the same trait: for applications that have a [`Builder`] and move step by step.

use super::sanitizer::Clean;
use crate::diagnostics::Error;
use crate::value::SafeHtml;
use ammonia::Builder;

impl Clean for Builder<'_> {
    fn clean_html<'h>(&self, html: &'h str) -> Result<SafeHtml<'h>, Error> {
        Ok(SafeHtml::earned(self.clean(html).to_string()))
    }
}
