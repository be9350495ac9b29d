//! What HTML is: elements, attributes, schemes, entities. Facts, no decisions.
