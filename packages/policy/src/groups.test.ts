import { defaultPolicy } from './default-policy.js';
import { groupOf } from './groups.js';
import type { Group, Policy } from './types.js';

const at = { offset: 0 };
const students: Group = { name: 'students', select: { tags: ['student'] }, intent: 'prohibited', at };
const exam: Group = { name: 'exam', select: { tags: ['exam'] }, intent: 'prohibited', at };
const staff: Group = { name: 'staff', select: { default: true }, intent: 'required', at };
const policy = (...groups: Group[]): Policy => ({ ...defaultPolicy, groups });

describe('the group of a device', () => {
  it('is the first that selects it, and the others are named', () => {
    const membership = groupOf(policy(students, exam, staff), { tags: ['exam', 'student'] });
    expect(membership).toEqual({ group: students, others: [exam] });
  });

  it('does not count a catch-all group as an overlap', () => {
    expect(groupOf(policy(students, staff), { tags: ['student'] })).toEqual({ group: students, others: [] });
  });

  it('is the catch-all group when no other selects it', () => {
    expect(groupOf(policy(students, staff), { tags: [] }).group).toBe(staff);
  });

  it('is absent when nothing selects it', () => {
    expect(groupOf(policy(students), { tags: [] })).toEqual({ others: [] });
  });

  it('asks every device to ring without a policy', () => {
    expect(groupOf(defaultPolicy, { tags: [] }).group).toMatchObject({ intent: 'required' });
  });
});
