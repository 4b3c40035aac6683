import type { ColumnMapping } from '@ringcheck/model';
import { tableInput } from '../contract/inputs.js';
import { inventoryCsvSource } from '../inventory-csv/source.js';
import { exportHeadings } from './export-headings.js';
import { columnIdOf, normalisedHeading } from './headings.js';
import { translatedHeadings } from './translated-headings.js';

const ref = { path: 'fleet.csv', sha256: 'a'.repeat(64) };

function read(mapping: ColumnMapping | undefined, ...lines: readonly string[]) {
  const input = { ref, ...tableInput(...lines), ...(mapping === undefined ? {} : { mapping }) };
  const output = inventoryCsvSource.read(input);
  const claims = Object.entries(output.devices[0]?.claims ?? {}).map(([name, claim]) => [name, claim.value]);
  return { ...output, facts: Object.fromEntries(claims) as Record<string, unknown> };
}

describe('the words of headings', () => {
  it('stand for one column each', () => {
    const all = [...exportHeadings, ...translatedHeadings].flatMap(([id, words]) =>
      words.split('|').map((word) => [normalisedHeading(word), id] as const),
    );
    const clashes = all.filter(([word, id]) =>
      all.some(([other, otherId]) => other === word && otherId !== id),
    );
    expect(clashes).toEqual([]);
  });

  it.each([
    ['de', 'Seriennummer;Gerätename;Betriebssystem;Betreut;Zuletzt gesehen;Schlagwörter', 'Ja'],
    [
      'fr',
      'Numéro de série;Nom de l’appareil;Version du système;Supervisé;Dernière connexion;Étiquettes',
      'Oui',
    ],
    [
      'es',
      'Número de serie;Nombre del dispositivo;Versión del SO;Supervisado;Última conexión;Etiquetas',
      'Sí',
    ],
    ['it', 'Numero di serie;Nome dispositivo;Versione SO;Supervisionato;Ultima connessione;Etichette', 'Sì'],
    ['nl', 'Serienummer;Apparaatnaam;OS-versie;Onder supervisie;Laatst gezien;Labels', 'Ja'],
    [
      'pt',
      'Número de série;Nome do dispositivo;Versão do SO;Supervisionado;Última conexão;Marcadores',
      'Sim',
    ],
    ['ja', 'シリアル番号;デバイス名;OSバージョン;監視対象;最終接続日時;タグ', 'はい'],
    ['sv', 'Serienummer;Enhetsnamn;OS-version;Övervakad;Senast sedd;Taggar', 'Ja'],
    ['pl', 'Numer seryjny;Nazwa urządzenia;Wersja systemu;Nadzorowane;Ostatnio widziany;Tagi', 'Tak'],
    [
      'without accents',
      'Numero de serie;Nom de l appareil;Version du systeme;Supervise;Derniere connexion;Etiquettes',
      'oui',
    ],
  ])('are known in the exports of %s', (_language, header, yes) => {
    const output = read(undefined, header, `XFAK3SERLA;Raum 4;26.1;${yes};2026-11-20T08:00:00Z;a,b`);
    expect(output.diagnostics).toEqual([]);
    expect(output.devices[0]).toMatchObject({
      identity: { serial: 'XFAK3SERLA' },
      observedAt: '2026-11-20T08:00:00Z',
    });
    expect(output.facts).toEqual({ name: 'Raum 4', osVersion: '26.1', isSupervised: true, tags: ['a', 'b'] });
  });

  it.each(['WAHR', 'VRAI', 'VERDADERO', 'SANT', 'PRAWDA'])('take %s of a spreadsheet for yes', (word) => {
    expect(read(undefined, 'serial;supervised', `XFAK3SERLA;${word}`).facts).toEqual({ isSupervised: true });
  });

  it.each(['FALSCH', 'FAUX', 'NIE', 'não supervisionado'])('take %s for no', (word) => {
    expect(read(undefined, 'serial;supervised', `XFAK3SERLA;${word}`).facts).toEqual({ isSupervised: false });
  });

  it('know the plain inventory as before', () => {
    expect(['serial', 'UDID', 'model number', 'os version', 'last seen'].map(columnIdOf)).toEqual([
      'serial',
      'udid',
      'partNumber',
      'osVersion',
      'contactTime',
    ]);
  });
});

describe('a cell that holds a formula', () => {
  it.each(['=1+1', '+HYPERLINK("http://x.example";"y")', '@SUM(A1)', "=cmd|' /C calc'!A0"])(
    'is kept as its text: %s',
    (formula) => {
      const quoted = `"${formula.replaceAll('"', '""')}"`;
      expect(read(undefined, 'serial,name', `XFAK3SERLA,${quoted}`).facts).toEqual({ name: formula });
    },
  );
});

describe('a mapping', () => {
  const mapping: ColumnMapping = {
    columns: [
      { column: 'serial', heading: 'Inventar-Nr.', words: [] },
      { column: 'name', heading: 'Bezeichnung', words: [] },
      {
        column: 'supervised',
        heading: 'MDM',
        words: [
          { from: 'voll', to: 'true' },
          { from: 'leicht', to: 'false' },
        ],
      },
      { column: 'platform', heading: 'Art', words: [{ from: 'handy', to: 'iPhone' }] },
      { column: 'contactTime', heading: 'Stand', words: [] },
    ],
    ignore: ['Notiz'],
    dates: 'month-first',
  };
  const header = 'Inventar-Nr.;Bezeichnung;MDM;Art;Stand;Notiz';

  it('says what headings and words mean that nobody could guess', () => {
    const output = read(mapping, header, 'xfak3serlb;Tisch 4;Voll;Handy;03/02/2026;x');
    expect(output.devices[0]).toMatchObject({
      identity: { serial: 'XFAK3SERLB' },
      observedAt: '2026-03-02T00:00:00Z',
    });
    expect(output.facts).toEqual({ name: 'Tisch 4', isSupervised: true, platform: 'iOS' });
    expect(output.diagnostics.map(({ code }) => code)).toEqual(['time-without-zone']);
  });

  it('reads the day first where it says so', () => {
    const dayFirst: ColumnMapping = { ...mapping, dates: 'day-first' };
    const read3 = (time: string) =>
      read(dayFirst, header, `XFAK3SERLB;A;Voll;Handy;${time};`).devices[0]?.observedAt;
    expect(read3('03/02/2026')).toBe('2026-02-03T00:00:00Z');
    expect(read3('02/13/2026')).toBe('2026-02-13T00:00:00Z');
  });

  it('goes before a guess', () => {
    const swapped: ColumnMapping = {
      columns: [
        { column: 'name', heading: 'serial', words: [] },
        { column: 'serial', heading: 'name', words: [] },
      ],
      ignore: [],
    };
    const output = read(swapped, 'serial,name', 'Tisch 4,XFAK3SERLC');
    expect(output.devices[0]?.identity.serial).toBe('XFAK3SERLC');
    expect(output.facts).toEqual({ name: 'Tisch 4' });
  });

  it('leaves tables alone that have none of its headings', () => {
    const output = read(mapping, 'serial,name', 'XFAK3SERLD,A');
    expect(output).toMatchObject({ status: 'ingested', diagnostics: [] });
  });

  it('that fits in part names what the table has not, and what is left', () => {
    const output = read(mapping, 'Inventar-Nr.;Bezeichnug;MDM', 'XFAK3SERLE;A;voll');
    const [missing] = output.diagnostics;
    expect(missing).toMatchObject({ code: 'mapping-column-missing', severity: 'warning', at: { line: 1 } });
    expect(missing?.message).toContain('name: "Bezeichnung"');
    expect(missing?.message).toContain('Bezeichnug');
  });

  it('reports a word that it does not know', () => {
    const output = read(mapping, header, 'XFAK3SERLF;A;halb;Handy;;');
    expect(output.diagnostics).toMatchObject([{ code: 'unreadable-cell', path: 'MDM', at: { line: 2 } }]);
  });
});
