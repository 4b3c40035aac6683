/**
 * Version of the rule pack: a hash of its code and data, written in here by the build.
 * Run from sources it is `development`, so that such results are never mistaken for a build's.
 */
export const rulePackVersion: string = 'development';
