import { findByPath } from './world.js';

const file = (path: string, sha256 = path) => ({ document: { path, sha256 }, text: '' });

describe('the firewall a policy names', () => {
  it('is the file beside the policy', () => {
    const files = [file('fleet/campus.rules'), file('other/campus.rules')];
    expect(findByPath(files, 'campus.rules', 'fleet/ringcheck.yaml')).toBe(files[0]);
    expect(findByPath(files, '../other/campus.rules', 'fleet/ringcheck.yaml')).toBe(files[1]);
  });

  it('is one of two copies of the same bytes', () => {
    const files = [file('fleet/a.rules', 'same'), file('fleet/b.rules', 'same')];
    expect(findByPath(files, 'b.rules', 'fleet/ringcheck.yaml')).toBe(files[1]);
  });

  it('is found by its ending where the policy came by another way', () => {
    const files = [file('upload/fleet/campus.rules')];
    expect(findByPath(files, 'campus.rules', 'ringcheck.yaml')).toBe(files[0]);
  });

  it('is not guessed between two different files of one name', () => {
    expect(
      findByPath([file('a/campus.rules'), file('b/campus.rules')], 'campus.rules', undefined),
    ).toBeUndefined();
  });

  it('is found with the slashes of Windows', () => {
    const files = [file('fleet/rules/campus.rules')];
    expect(findByPath(files, 'rules\\campus.rules', 'fleet\\ringcheck.yaml')).toBe(files[0]);
  });
});
