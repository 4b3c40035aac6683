import type { SourceNote } from '../../types.js';

/** When the table was put together. Apple publishes none, so every row is somebody's observation. */
export const suffixesAsOf = '2026-11-21';

/** Where rows come from; `unsourced` rows are handed on without a list behind them. */
export const suffixSources = {
  'backup-tool': 'Dictionary in an open-source tool for iOS backups',
  'ios5-online': 'ios5.online, list of model suffixes (2017)',
  techmedya: 'techmedya, list of model suffixes',
  wahananews: 'wahananews, on devices of Indonesia',
  'several-lists': 'Several lists that agree',
  'apple-example': "An example in Apple's device management schema",
  press: 'Press on devices of mainland China',
  unsourced: 'Handed on without a source',
} as const;
export type SuffixSource = keyof typeof suffixSources;

/** Letters at the end of a part number and where such units are sold. */
export interface SuffixRow {
  readonly suffix: string;
  readonly regions: readonly string[];
  readonly sources: readonly SuffixSource[];
  readonly confidence: SourceNote['confidence'];
}

function row(
  suffix: string,
  regions: readonly string[],
  sources: readonly SuffixSource[],
  confidence: SuffixRow['confidence'],
): SuffixRow {
  return { suffix, regions, sources, confidence };
}

/** Suffixes are no country codes: ZA is Singapore, CH is China, PK is Poland, GB is Bulgaria. */
export const suffixes: readonly SuffixRow[] = [
  row('A', ['Canada'], ['techmedya'], 'low'),
  row('AA', ['Middle East and Africa (group)'], ['unsourced'], 'low'),
  row(
    'AB',
    ['United Arab Emirates', 'Saudi Arabia', 'Egypt', 'Jordan'],
    ['backup-tool', 'ios5-online', 'techmedya'],
    'medium',
  ),
  row(
    'AE',
    ['United Arab Emirates', 'Saudi Arabia', 'Bahrain', 'Egypt', 'Jordan', 'Kuwait', 'Qatar'],
    ['ios5-online', 'techmedya'],
    'medium',
  ),
  row('AH', ['Bahrain', 'Kuwait'], ['techmedya'], 'medium'),
  row('AM', ['United States'], ['backup-tool'], 'medium'),
  row('B', ['Ireland', 'United Kingdom'], ['backup-tool', 'several-lists'], 'high'),
  row('BR', ['Brazil'], ['backup-tool'], 'high'),
  row('BT', ['United Kingdom'], ['unsourced'], 'low'),
  row('BZ', ['Brazil'], ['backup-tool'], 'high'),
  row('C', ['Canada'], ['backup-tool'], 'high'),
  row('CH', ['China mainland'], ['backup-tool', 'press'], 'high'),
  row('CI', ['Paraguay'], ['unsourced'], 'low'),
  row('CL', ['Canada'], ['backup-tool'], 'medium'),
  row('CM', ['Hungary', 'Croatia'], ['unsourced'], 'low'),
  row('CN', ['Slovakia'], ['unsourced'], 'low'),
  row('CR', ['Croatia'], ['ios5-online'], 'medium'),
  row('CS', ['Slovakia', 'Czech Republic'], ['unsourced'], 'low'),
  row('CZ', ['Czech Republic'], ['backup-tool'], 'high'),
  row('D', ['Germany'], ['backup-tool'], 'high'),
  row('DN', ['Austria', 'Germany', 'Netherlands'], ['backup-tool'], 'high'),
  row('E', ['Mexico'], ['backup-tool'], 'high'),
  row('EE', ['Estonia'], ['backup-tool'], 'medium'),
  row('EL', ['Estonia', 'Latvia'], ['unsourced'], 'low'),
  row('ET', ['Estonia', 'Latvia'], ['unsourced'], 'low'),
  row('F', ['France'], ['ios5-online'], 'high'),
  row('FB', ['France', 'Luxembourg'], ['backup-tool'], 'high'),
  row('FD', ['Austria', 'Liechtenstein', 'Switzerland'], ['backup-tool'], 'high'),
  row('FN', ['Indonesia'], ['unsourced'], 'low'),
  row('FS', ['Finland'], ['unsourced'], 'low'),
  row('GB', ['Bulgaria'], ['ios5-online'], 'low'),
  row('GH', ['Hungary', 'Bulgaria'], ['unsourced'], 'low'),
  row('HC', ['Hungary', 'Bulgaria'], ['unsourced'], 'low'),
  row('GP', ['Portugal'], ['unsourced'], 'low'),
  row('GR', ['Greece'], ['backup-tool'], 'high'),
  row('HB', ['Israel'], ['backup-tool'], 'high'),
  row('HN', ['India'], ['backup-tool'], 'high'),
  row('ID', ['Indonesia'], ['ios5-online', 'wahananews'], 'medium'),
  row('IP', ['Italy'], ['backup-tool'], 'high'),
  row('J', ['Japan'], ['backup-tool'], 'high'),
  row('JP', ['Japan'], ['unsourced'], 'low'),
  row('KH', ['South Korea'], ['backup-tool'], 'high'),
  row('KN', ['Norway'], ['backup-tool'], 'high'),
  row('KS', ['Finland', 'Sweden'], ['backup-tool'], 'high'),
  row('LA', ['Colombia', 'Ecuador', 'El Salvador', 'Guatemala', 'Honduras', 'Peru'], ['backup-tool'], 'high'),
  row('LE', ['Argentina'], ['backup-tool'], 'high'),
  row('LL', ['United States', 'Canada'], ['backup-tool', 'apple-example'], 'high'),
  row('LP', ['Poland'], ['ios5-online'], 'medium'),
  row('LT', ['Lithuania'], ['ios5-online'], 'medium'),
  row('LV', ['Latvia'], ['ios5-online'], 'medium'),
  row('LZ', ['Chile', 'Paraguay', 'Uruguay'], ['backup-tool'], 'high'),
  row('MG', ['Hungary'], ['backup-tool'], 'high'),
  row('MM', ['Spain', 'Montenegro', 'North Macedonia'], ['ios5-online', 'unsourced'], 'low'),
  row('MO', ['Macau', 'Hong Kong'], ['backup-tool'], 'medium'),
  row('MY', ['Malaysia'], ['backup-tool'], 'high'),
  row('ND', ['Netherlands'], ['unsourced'], 'low'),
  row('NF', ['Belgium', 'France', 'Luxembourg'], ['backup-tool'], 'high'),
  row('NZ', ['New Zealand'], ['ios5-online'], 'low'),
  row('PA', ['Indonesia'], ['wahananews'], 'medium'),
  row('PH', ['Philippines'], ['unsourced'], 'low'),
  row('PK', ['Poland', 'Finland'], ['unsourced'], 'low'),
  row('PL', ['Poland'], ['backup-tool'], 'high'),
  row('PM', ['Poland'], ['unsourced'], 'low'),
  row('PX', ['Poland'], ['unsourced'], 'low'),
  row('PO', ['Portugal'], ['backup-tool'], 'high'),
  row('PP', ['Philippines'], ['backup-tool'], 'high'),
  row('QL', ['Spain', 'Italy', 'Portugal'], ['unsourced'], 'low'),
  row('QN', ['Sweden', 'Denmark', 'Iceland', 'Norway'], ['unsourced'], 'low'),
  row('RK', ['Kazakhstan'], ['unsourced'], 'low'),
  row('RM', ['Russia'], ['unsourced'], 'low'),
  row('RP', ['Russia'], ['unsourced'], 'low'),
  row('RO', ['Romania'], ['backup-tool'], 'high'),
  row('RR', ['Romania', 'Russia'], ['ios5-online', 'unsourced'], 'low'),
  row('RS', ['Russia'], ['backup-tool'], 'high'),
  row('RU', ['Ukraine', 'Russia'], ['ios5-online', 'unsourced'], 'low'),
  row('SE', ['Serbia'], ['unsourced'], 'low'),
  row('SL', ['Slovakia'], ['backup-tool'], 'high'),
  row('SO', ['South Africa'], ['backup-tool'], 'high'),
  row('SU', ['Ukraine'], ['unsourced'], 'low'),
  row('UA', ['Ukraine'], ['unsourced'], 'low'),
  row('T', ['Italy'], ['backup-tool'], 'high'),
  row('TA', ['Taiwan'], ['backup-tool'], 'high'),
  row('TH', ['Thailand'], ['unsourced'], 'medium'),
  row('TU', ['Turkey'], ['backup-tool'], 'high'),
  row('TY', ['Italy'], ['backup-tool'], 'high'),
  row('VC', ['Canada'], ['backup-tool'], 'high'),
  row('VN', ['Vietnam'], ['ios5-online'], 'high'),
  row('X', ['Australia', 'New Zealand'], ['backup-tool'], 'high'),
  row('Y', ['Spain'], ['backup-tool'], 'high'),
  row('ZA', ['Singapore'], ['backup-tool'], 'high'),
  row('ZD', ['Belgium', 'Germany', 'Luxembourg', 'Netherlands', 'Switzerland'], ['unsourced'], 'low'),
  row('ZG', ['Denmark'], ['unsourced'], 'low'),
  row('ZO', ['United Kingdom'], ['unsourced'], 'low'),
  row('ZP', ['Hong Kong', 'Macau'], ['backup-tool'], 'high'),
  row('ZQ', ['Jamaica'], ['ios5-online'], 'low'),
];
