import { sourceContract } from '../contract/source-contract.js';
import { xmlInput } from '../contract/inputs.js';
import { plainValue } from '../contract/values.js';
import { restrictedSoftwareSource } from './restricted-software-source.js';

const ref = { path: 'restricted.xml', sha256: 'a'.repeat(64) };

const xml = (general: string, scope: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<restricted_software>
<general><id>3</id><name>No calls in exams</name>${general}<site><id>-1</id><name>None</name></site></general>
<scope>${scope}</scope>
</restricted_software>`;
const process =
  '<process_name>FaceTime</process_name><match_exact_process_name>true</match_exact_process_name>';
const kill = '<kill_process>true</kill_process><delete_executable>false</delete_executable>';
const scope = `<all_computers>false</all_computers>
<computers><computer><id>7</id><name>lab-7</name><udid>AAAA-7</udid></computer></computers>
<computer_groups><computer_group><id>2</id><name>Exam room</name></computer_group></computer_groups>
<buildings/><departments/>
<exclusions><computers/><computer_groups><computer_group><id>9</id><name>Proctors</name></computer_group></computer_groups><buildings/><users/></exclusions>`;

const json = {
  restricted_software: {
    general: {
      id: 3,
      name: 'No calls',
      process_name: 'FaceTime',
      match_exact_process_name: false,
      kill_process: true,
      site: { id: 4, name: 'North' },
    },
    scope: { all_computers: true, computers: [], computer_groups: [], buildings: [], exclusions: {} },
  },
};

sourceContract(restrictedSoftwareSource, {
  own: {
    'an item in XML': xmlInput(xml(process + kill, scope)),
    'an item in JSON': { value: plainValue(json) },
    'several items in one file': { value: plainValue([json, json]) },
    'the list of names': { value: plainValue({ restricted_software: [{ id: 3, name: 'No calls' }] }) },
  },
  foreign: {
    'a computer': xmlInput('<computer><general><id>1</id></general></computer>'),
    'another wrapper': { value: plainValue({ restricted: json.restricted_software }) },
    'a word': { value: plainValue({ restricted_software: 'FaceTime' }) },
  },
  withSecret: xmlInput(xml(`${process}${kill}<password>PLANTED-SECRET-4711</password>`, scope)),
  withUnknown: xmlInput(xml(`${process}${kill}<colour>red</colour>`, scope)),
});

const read = (input: object) => restrictedSoftwareSource.read({ ref, ...input });

describe('Restricted Software of Jamf Pro', () => {
  it('gives the process, how it is compared and whom the scope names, with their place', () => {
    const { kind, status, appBlockers } = read(xmlInput(xml(process + kill, scope)));
    expect({ kind, status }).toEqual({ kind: 'app-blocking', status: 'ingested' });
    expect(appBlockers).toMatchObject([
      {
        vendor: 'jamf',
        name: 'No calls in exams',
        compares: 'process',
        pattern: 'FaceTime',
        match: 'exact',
        ends: true,
        scope: {
          all: false,
          isStated: true,
          hasOther: false,
          devices: [{ udid: 'AAAA-7', vendorId: 'jamf:macos-7' }],
          groups: ['Exam room'],
          exclusions: { groups: ['Proctors'], devices: [], hasOther: false },
        },
        at: { line: 3 },
        path: 'restricted_software.general.process_name',
      },
    ]);
    expect(appBlockers?.[0]?.scope).not.toHaveProperty('site');
  });

  it('knows all computers of one site', () => {
    expect(read({ value: plainValue(json) }).appBlockers).toMatchObject([
      { match: 'contains', scope: { all: true, site: 'North' } },
    ]);
  });

  it('does not end what it only reports', () => {
    const told = xml(`${process}<send_notification>true</send_notification>`, scope);
    expect(read(xmlInput(told)).appBlockers).toMatchObject([{ ends: false }]);
  });

  it('says that a scope holds what no device record answers', () => {
    const buildings = '<buildings><building><id>1</id><name>Hall</name></building></buildings>';
    const building = xml(process + kill, buildings);
    expect(read(xmlInput(building)).appBlockers).toMatchObject([{ scope: { hasOther: true } }]);
    const segment = '<network_segments><network_segment><id>1</id></network_segment></network_segments>';
    const limited = xml(
      process + kill,
      `<all_computers>true</all_computers><limitations>${segment}</limitations>`,
    );
    expect(read(xmlInput(limited)).appBlockers).toMatchObject([{ scope: { hasOther: true, all: true } }]);
  });

  it('says that a list of names does not tell what is restricted', () => {
    const list =
      '<restricted_software><size>1</size><restricted_software_title><id>3</id><name>No calls</name></restricted_software_title></restricted_software>';
    const { status, diagnostics } = read(xmlInput(list));
    expect(status).toBe('rejected');
    expect(diagnostics).toMatchObject([
      { code: 'restricted-software-incomplete', message: expect.stringContaining('id/<id>') },
    ]);
  });

  it('takes a server without any item for what it is', () => {
    const { status, appBlockers } = read(
      xmlInput('<restricted_software><size>0</size></restricted_software>'),
    );
    expect({ status, appBlockers }).toEqual({ status: 'ingested', appBlockers: [] });
  });
});
