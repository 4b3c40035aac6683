import type { SourceInput } from '../source.js';
import { tableInput } from '../contract/inputs.js';
import { sourceContract } from '../contract/source-contract.js';
import { plainValue } from '../contract/values.js';
import { inventoryCsvSource } from './source.js';

const ref = { path: 'fleet.csv', sha256: 'a'.repeat(64) };

const plain = tableInput(
  'serial,udid,name,platform,model number,os version,build,supervised,tags,site,ssid,ip,last seen',
  'xfak3ser1a,00008999-A,Room 12,iPadOS,MZ999LL/A,26.1,23B85,yes,student;loan,north,Campus,10.20.1.7,2026-11-20T08:00:00Z',
);

sourceContract(inventoryCsvSource, {
  own: {
    'the plain inventory': plain,
    'an export of another language': tableInput('Seriennummer;Anzeigename', 'XFAK3SER1A;Tisch 4'),
    'a header below a title': tableInput(
      'Fleet of the north,',
      'Serial Number,OS Version',
      'XFAK3SER1A,26.1',
    ),
  },
  foreign: {
    'a table without devices': tableInput('name,colour', 'x,red'),
    'a table without a header': tableInput('XFAK3SER1A,iPad,26.1'),
    'a tree': { value: plainValue({ serial: 'x' }) },
  },
  withSecret: tableInput(
    'serial,name,ActivationLockBypassCode,FileVault Recovery Key',
    'XFAK3SER1A,Room 12,PLANTED-SECRET-4711,PLANTED-SECRET-4711',
  ),
  withUnknown: tableInput('serial,name,Colour of the case', 'XFAK3SER1A,Room 12,red'),
});

function read(input: Omit<SourceInput, 'ref'>) {
  const output = inventoryCsvSource.read({ ref, ...input });
  return { ...output, codes: output.diagnostics.map(({ code }) => code) };
}

function factsOf(input: Omit<SourceInput, 'ref'>): Record<string, unknown> {
  const claims = Object.entries(read(input).devices[0]?.claims ?? {});
  return Object.fromEntries(claims.map(([name, claim]) => [name, claim.value]));
}

describe('the plain inventory', () => {
  it('gives every fact it names', () => {
    expect(read(plain)).toMatchObject({ kind: 'inventory-csv', status: 'ingested', diagnostics: [] });
    expect(factsOf(plain)).toEqual({
      name: 'Room 12',
      platform: 'iPadOS',
      partNumber: 'MZ999LL/A',
      osVersion: '26.1',
      build: '23B85',
      isSupervised: true,
      tags: ['student', 'loan'],
      site: 'north',
      ssid: 'Campus',
      ipAddress: '10.20.1.7',
    });
  });

  it('gives identity, time and basis', () => {
    expect(read(plain).devices[0]).toMatchObject({
      identity: { serial: 'XFAK3SER1A', udid: '00008999-A' },
      creates: true,
      basis: 'reported',
      observedAt: '2026-11-20T08:00:00Z',
    });
  });

  it('points to line, column and heading', () => {
    expect(read(plain).devices[0]?.claims.isSupervised).toEqual({
      value: true,
      path: 'supervised',
      at: { offset: 153, end: 156, line: 2, column: 59 },
    });
  });

  it('leaves unknown words unknown', () => {
    const input = tableInput(
      'serial,name,supervised,os version,build',
      'XFAK3SER1A,-,N/A,Not collected,Unsupported OS Version',
    );
    expect(factsOf(input)).toEqual({});
    expect(read(input).codes).toEqual([]);
  });

  it('reports a cell that it does not understand, with line and heading', () => {
    const input = tableInput('serial,supervised,os version', 'XFAK3SER1A,perhaps,26.1');
    expect(read(input).diagnostics).toMatchObject([
      { code: 'unreadable-cell', path: 'supervised', at: { line: 2, column: 12 } },
    ]);
    expect(read(input).status).toBe('partial');
  });

  it('keeps both rows of one serial number and names both lines', () => {
    const input = tableInput('serial,name', 'XFAK3SER1A,One', 'XFAK3SER1B,Two', 'xfak3ser1a,Three');
    expect(read(input).devices.map((device) => device.claims.name?.value)).toEqual(['One', 'Two', 'Three']);
    const [duplicate] = read(input).diagnostics;
    expect(duplicate?.code).toBe('duplicate-serial');
    expect(duplicate?.message).toContain('line 2 and again in line 4');
  });

  it('leaves out a row that names no device', () => {
    const input = tableInput('serial,name', ',Nobody', 'XFAK3SER1A,One');
    expect(read(input).devices).toHaveLength(1);
    expect(read(input).codes).toEqual(['row-without-identity']);
  });

  it('says when a row has more cells than headings', () => {
    expect(read(tableInput('serial,name', 'XFAK3SER1A,One,two')).codes).toEqual(['extra-cells']);
  });
});

describe('the words of other exports', () => {
  it.each([
    ['Serial Number,Device Name', 'XFAK3SER1A,A'],
    ['hardware_serial,computer_name', 'XFAK3SER1A,A'],
    ['Numéro de série;Nom de l’appareil', 'XFAK3SER1A;A'],
    ['Seriennummer\tGerätename', 'XFAK3SER1A\tA'],
    ['シリアル番号,表示名', 'XFAK3SER1A,A'],
    ['﻿"SERIAL NO.","display-name"', '"XFAK3SER1A","A"'],
  ])('are known: %s', (header, row) => {
    const input = tableInput(header, row);
    expect(read(input).devices[0]?.identity.serial).toBe('XFAK3SER1A');
    expect(factsOf(input)).toEqual({ name: 'A' });
  });

  it.each([
    ['macOS 15.1 (24B83)', { osVersion: '15.1', build: '24B83', platform: 'macOS' }],
    ['Mac OS X 10.9.5', { osVersion: '10.9.5', platform: 'macOS' }],
    ['iPadOS 26.1', { osVersion: '26.1', platform: 'iPadOS' }],
    ['iOS ', { platform: 'iOS' }],
    ['17.6.1', { osVersion: '17.6.1' }],
  ])('split %j into system and version', (version, expected) => {
    expect(factsOf(tableInput('serial,operating system', `XFAK3SER1A,${version}`))).toEqual(expected);
  });

  it('call an iPad an iPad although its system was called iOS', () => {
    const input = tableInput('serial,model identifier,os', 'XFAK3SER1A,"iPad7,5",iOS');
    expect(factsOf(input)).toEqual({ productName: 'iPad7,5', platform: 'iPadOS' });
  });

  it('use one heading for model and part number', () => {
    expect(factsOf(tableInput('serial,model', 'XFAK3SER1A,MZ996ZP'))).toEqual({ partNumber: 'MZ996ZP' });
    expect(factsOf(tableInput('serial,model', 'XFAK3SER1A,iPad Pro'))).toEqual({
      modelName: 'iPad Pro',
      platform: 'iPadOS',
    });
  });

  it('give one line of the SIM in decimal and megabytes in gigabytes', () => {
    const input = tableInput(
      'serial,current mobile country code,roaming,iccid,available space mb',
      'XFAK3SER1A,424,Yes,8901 0000 0000 0000 001,51200',
    );
    expect(factsOf(input)).toEqual({
      subscriptions: [{ iccid: '8901000000000000001', currentMcc: '424', isRoaming: true }],
      storageFreeGB: 51.2,
    });
  });

  it.each([
    ['2025-02-17 21:33:23', '2025-02-17T21:33:23Z', ['time-without-zone']],
    ['17/02/2025 21:33', '2025-02-17T21:33:00Z', ['time-without-zone']],
    ['17.02.2025', '2025-02-17T00:00:00Z', ['time-without-zone']],
    ['03/02/2025', undefined, ['ambiguous-date']],
    ['1743500000', '2025-04-01T09:33:20Z', []],
    ['1970-01-01 00:00:00', undefined, []],
    ['soon', undefined, ['unreadable-cell']],
  ])('read the time %j', (time, observedAt, codes) => {
    const input = tableInput('serial,last seen', `XFAK3SER1A,${time}`);
    expect(read(input).devices[0]?.observedAt).toBe(observedAt);
    expect(read(input).codes).toEqual(codes);
  });

  it('of a purchase list enrich devices and create none', () => {
    const input = tableInput('Serial Number,Part Number,Order Number', 'XFAK3SER1A,MZ995AA/A,7');
    expect(read(input).devices[0]).toMatchObject({
      creates: false,
      claims: { partNumber: { value: 'MZ995AA/A' } },
    });
  });
});

describe('an inventory that is empty below its header', () => {
  it('says so', () => {
    expect(read(tableInput('serial,name')).codes).toEqual(['no-devices']);
  });
});
