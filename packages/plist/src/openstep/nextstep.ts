/** Characters of the upper half of the NeXTSTEP encoding, which octal escapes of old property lists mean. */
const upperHalf =
  '\u00a0ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖÙÚÛÜÝÞµ×÷' +
  '©¡¢£⁄¥ƒ§¤’“«‹›ﬁﬂ®–†‡·¦¶•‚„”»…‰¬¿' +
  '¹ˋ´ˆ˜¯˘˙¨²˚¸³˝˛ˇ—±¼½¾àáâãäåçèéêë' +
  'ìÆíªîïðñŁØŒºòóôõöæùúûıüýłøœßþÿ\ufffd\ufffd';

export function nextStepCharacter(code: number): string {
  return code < 0x80 ? String.fromCharCode(code) : (upperHalf[code - 0x80] ?? '\ufffd');
}
