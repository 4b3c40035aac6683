import { defaultThresholds, thresholdsFrom } from './thresholds.js';

describe('thresholds', () => {
  it('are those of the founding list by default', () => {
    expect(defaultThresholds).toEqual({
      storageMinGB: 1,
      storageWarnGB: 2,
      downMbpsMin: 1,
      upMbpsMin: 1,
      latencyMsMax: 150,
      jitterMsMax: 30,
      lossPercentMax: 1,
      dataMaxAgeDays: 7,
      placeMaxAgeDays: 1,
      osSettleHours: 72,
      numberSettleHours: 24,
      osMajorsBehindMax: 4,
    });
  });

  it('keep the defaults where the policy says nothing', () => {
    expect(thresholdsFrom({ latencyMsMax: 0, jitterMsMax: undefined })).toEqual({
      ...defaultThresholds,
      latencyMsMax: 0,
    });
  });

  it('lift the warning level with a stated minimum, unless it is stated too', () => {
    expect(thresholdsFrom({ storageMinGB: 5 }).storageWarnGB).toBe(5);
    expect(thresholdsFrom({ storageMinGB: 5, storageWarnGB: 8 }).storageWarnGB).toBe(8);
  });
});
