import { mergeMeeting } from './meeting.js';

const joined = (...words: string[]) =>
  mergeMeeting(
    words,
    (one, other) => [...one].some((letter) => other.includes(letter)),
    (all) => all.join('+'),
  );

describe('what meets', () => {
  it('is made one, and stands where the last of it came', () => {
    expect(joined('ab', 'cd', 'bx')).toEqual(['cd', 'ab+bx']);
  });

  it('is made one by way of another that came later', () => {
    expect(joined('ab', 'cd', 'ef', 'bc')).toEqual(['ef', 'ab+cd+bc']);
  });

  it('is left as it is where nothing else meets it', () => {
    expect(joined('ab', 'cd')).toEqual(['ab', 'cd']);
    expect(joined()).toEqual([]);
  });
});
