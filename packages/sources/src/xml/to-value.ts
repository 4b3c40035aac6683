import type { Entry, Value } from '@ringcheck/model';
import type { XmlElement } from './element.js';

/** A tree of values of an XML document, and the element each value came from. */
export interface XmlValue {
  readonly value: Value;
  readonly elements: ReadonlyMap<Value, XmlElement>;
}

/**
 * Elements become dictionaries of their children, leaves become strings. Elements in `lists` become lists of their
 * children; a `size` among them is left out.
 */
export function xmlToValue(root: XmlElement, lists: ReadonlySet<string>): XmlValue {
  const elements = new Map<Value, XmlElement>();
  const convert = (element: XmlElement): Value => {
    const value = convertChildren(element);
    elements.set(value, element);
    return value;
  };
  const convertChildren = (element: XmlElement): Value => {
    if (lists.has(element.name)) {
      const items = element.children.filter((child) => child.name !== 'size').map(convert);
      return { type: 'array', items, at: element.at };
    }
    if (element.children.length === 0) return { type: 'string', value: element.text, at: element.at };
    const entries = element.children.map((child): Entry => ({
      key: child.name,
      value: convert(child),
      keyAt: child.at,
    }));
    return { type: 'dict', entries, at: element.at };
  };
  return { value: convert(root), elements };
}
