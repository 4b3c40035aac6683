import { coverage, findQuestion, isQuestion, questions, rules } from './index.js';

const range = (letter: string, last: number) =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
/** The founding list, by the numbers of its rows. */
const founding = [
  'A',
  ...range('B', 15),
  ...range('C', 10),
  ...range('D', 20),
  ...range('E', 7),
  ...range('F', 2),
  ...range('G', 2),
  'H',
];
/** Rows of the founding list that a rule must decide from facts, and those that must be asked. */
const byRule = [
  ...['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B10', 'B11', 'B12'],
  ...['C1', 'C4', 'C5', 'C10', 'D1', 'D2', 'D5', 'D6', 'D7', 'D8', 'D11', 'D12', 'D13', 'D14', 'D15', 'D16'],
  ...['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'F1', 'F2'],
];
const byQuestion = [
  ...['B1', 'B6', 'B8', 'B9', 'B10', 'B11', 'B12', 'B13', 'B15'],
  ...range('C', 10),
  ...['D1', 'D2', 'D3', 'D4', 'D5', 'D7', 'D9', 'D10', 'D15', 'D16', 'D18', 'D19', 'G1', 'G2'],
];
const byDesk = ['A', 'B14', 'B15', 'D17', 'D20', 'F1', 'G1', 'H'];
const find = (row: string) => coverage.find((one) => one.row === row);

describe('the coverage of the founding causes', () => {
  it('has every row of the founding list once, in its order', () => {
    expect(coverage.map(({ row }) => row)).toEqual(founding);
  });

  it('names rules and questions that exist', () => {
    const ids = new Set(rules.map(({ id }) => id));
    expect(coverage.flatMap((one) => one.rules).filter((id) => !ids.has(id))).toEqual([]);
    expect(coverage.flatMap((one) => one.questions).filter((id) => findQuestion(id) === undefined)).toEqual(
      [],
    );
  });

  it('leaves no rule and no question without a founding cause', () => {
    const covered = new Set(coverage.flatMap((one) => [...one.rules, ...one.questions]));
    const extra = [...rules, ...questions].map(({ id }) => id).filter((id) => !covered.has(id));
    // Lockdown Mode came after the founding list.
    expect(extra).toEqual(['device-lockdown-mode', 'ask-lockdown-mode']);
  });

  it.each(byRule)('%s is decided by facts, never left to a question', (row) => {
    expect(find(row)?.rules.length).toBeGreaterThan(0);
  });

  it.each(byQuestion)('%s is asked where no fact tells', (row) => {
    expect(find(row)?.questions.length).toBeGreaterThan(0);
  });

  it.each(byDesk)('%s is a part of the desk', (row) => {
    expect(find(row)?.desk.length).toBeGreaterThan(0);
  });

  it('never takes a question for a rule', () => {
    expect(coverage.flatMap((one) => one.rules).filter(isQuestion)).toEqual([]);
  });
});
