import { pictureOf } from '@ringcheck/testkit';
import { Kinds } from './kinds.js';
import { Numbers } from './numbers.js';

const profile = (identifier: string) => ({
  identifier,
  payloads: [{ type: 'com.apple.applicationaccess' }],
});
const { profiles } = pictureOf({
  platform: 'iOS',
  profiles: [profile('org.example.a'), profile('org.example.b')],
}).installed;

describe('the kinds of all profiles of a device', () => {
  it('are in the order of its list', () => {
    const kinds = new Kinds(new Numbers());
    expect(kinds.ofAll(profiles)).toEqual(profiles.map((each) => kinds.of(each)));
  });

  it('are not told where two have one name, alike or not', () => {
    const kinds = new Kinds(new Numbers());
    const [first] = profiles;
    const again = { ...first, isManaged: false } as (typeof profiles)[number];
    expect(kinds.ofAll([...profiles, again])).toBeUndefined();
    expect(kinds.ofAll([...profiles, ...profiles])).toBeUndefined();
  });

  it('are told of every device that has the profiles once', () => {
    const kinds = new Kinds(new Numbers());
    expect(kinds.ofAll(profiles)).toHaveLength(2);
    expect(kinds.ofAll(profiles)).toHaveLength(2);
  });
});
