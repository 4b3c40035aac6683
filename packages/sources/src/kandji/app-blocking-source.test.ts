import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { appBlockingSource } from './app-blocking-source.js';

const ref = { path: 'library.json', sha256: 'a'.repeat(64) };
const item = {
  id: 'aaaa',
  name: 'Quiet lab',
  type: 'App Blocking',
  active: true,
  identifiers: [
    { type: 'bundle_id', match_type: 'exact', value: 'com.apple.FaceTime' },
    { type: 'process', match_type: 'contains', value: 'Chess' },
  ],
  blueprints: [{ id: 'b', name: 'Lab' }],
};

sourceContract(appBlockingSource, {
  own: {
    'one item': { value: plainValue(item) },
    'a page of items': { value: plainValue({ count: 1, results: [item] }) },
    'what a device says of its items': {
      value: plainValue({
        device_id: 'd',
        library_items: [{ name: 'Quiet lab', type: 'app-blocking', status: 'PASS' }],
      }),
    },
  },
  foreign: {
    'an item of another type': { value: plainValue({ ...item, type: 'Custom Profile' }) },
    'a text': { value: plainValue('App Blocking') },
  },
  withSecret: { value: plainValue({ ...item, token: 'PLANTED-SECRET-4711' }) },
  withUnknown: { value: plainValue({ ...item, colour: 'red' }) },
});

const read = (value: unknown) => appBlockingSource.read({ ref, value: plainValue(value) });

describe('App Blocking of Kandji', () => {
  it('gives each identifier with the blueprints it is for', () => {
    const { status, appBlockers } = read(item);
    expect(status).toBe('ingested');
    expect(appBlockers).toMatchObject([
      {
        vendor: 'kandji',
        compares: 'bundle-id',
        match: 'exact',
        pattern: 'com.apple.FaceTime',
        ends: true,
        scope: { groups: ['Lab'], all: false, isStated: true },
        path: 'identifiers[0]',
      },
      { compares: 'process', match: 'contains', pattern: 'Chess' },
    ]);
  });

  it('ends nothing while the item is switched off', () => {
    expect(read({ ...item, active: false }).appBlockers).toMatchObject([{ ends: false }, { ends: false }]);
  });

  it('knows no scope where none is given', () => {
    const { blueprints: _none, ...bare } = item;
    expect(read(bare).appBlockers?.[0]?.scope.isStated).toBe(false);
  });

  it('names an item whose identifiers are missing, and what to do', () => {
    const { status, diagnostics } = read({ type: 'App Blocking', name: 'Quiet lab', status: 'PASS' });
    expect(status).toBe('rejected');
    expect(diagnostics[0]).toMatchObject({
      code: 'app-blocking-without-content',
      message: expect.stringContaining('externalControls'),
    });
  });

  it('leaves out an identifier it cannot read and says so', () => {
    const odd = { ...item, identifiers: [...item.identifiers, { type: 'colour', value: 'red' }, 4] };
    expect(read(odd)).toMatchObject({ status: 'partial', appBlockers: [{}, {}] });
  });
});
