import type { DeviceCount } from '@ringcheck/contracts';
import { useQuery } from '@tanstack/react-query';
import { request } from './http.js';

/** Groups or networks of the policy with their devices, as the last scan counted; an empty name: of none. */
export function usePlaces(kind: 'groups' | 'networks') {
  return useQuery({
    queryKey: ['places', kind],
    queryFn: () => request<{ readonly items: readonly DeviceCount[] }>(`/${kind}`),
  });
}
