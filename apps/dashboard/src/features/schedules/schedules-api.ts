import type { Page, Schedule, ScheduleRequest, ScheduleRun } from '@ringcheck/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { post, request } from '../../api/http.js';

const key = ['schedules'];

export function useSchedules() {
  return useQuery({
    queryKey: key,
    queryFn: () => request<Page<Schedule>>('/schedules'),
    refetchInterval: 30_000,
  });
}

export function useRuns(id: string) {
  return useQuery({
    queryKey: [...key, id, 'runs'],
    queryFn: () => request<Page<ScheduleRun>>(`/schedules/${id}/runs?limit=5`),
    refetchInterval: 15_000,
  });
}

export function useCreateSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Pick<ScheduleRequest, 'name' | 'cron' | 'timeZone' | 'groups' | 'tags'>) =>
      post<Schedule>('/schedules', body),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useScheduleActions(id: string) {
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => post<unknown>(`/schedules/${id}/run`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  });
  const remove = useMutation({
    mutationFn: () => request<void>(`/schedules/${id}`, { method: 'DELETE' }),
    // Only the list is asked again: the runs of a schedule that is gone cannot be found.
    onSuccess: () => client.invalidateQueries({ queryKey: key, exact: true }),
  });
  return { run, remove };
}
