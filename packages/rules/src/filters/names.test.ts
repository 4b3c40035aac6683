import { touchesFaceTime } from './names.js';

describe('names FaceTime rests on', () => {
  it.each(['apple.com', '*.apple.com', '.push.apple.com', 'ESS.Apple.com.', 'com', 'icloud.com', '', '*'])(
    'are touched by "%s"',
    (domain) => {
      expect(touchesFaceTime(domain)).toBe(true);
    },
  );

  it.each(['corp.example', 'pineapple.com', 'apple.com.example.org', 'apple.co', 'notapple.com'])(
    'are not touched by "%s"',
    (domain) => {
      expect(touchesFaceTime(domain)).toBe(false);
    },
  );
});
