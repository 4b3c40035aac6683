import type { DeviceItem, DeviceReport, Page } from '@ringcheck/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { request } from '../../api/http.js';

/** Pages of devices for a filter (the fields of the API's device query). */
export function useDevices(filter: Readonly<Record<string, string>>) {
  return useInfiniteQuery({
    queryKey: ['devices', filter],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({
        ...filter,
        limit: '50',
        ...(pageParam === '' ? {} : { cursor: pageParam }),
      });
      return request<Page<DeviceItem>>(`/devices?${query.toString()}`);
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export function useDeviceReport(id: string) {
  return useQuery({
    queryKey: ['device', id],
    queryFn: () => request<DeviceReport>(`/devices/${encodeURIComponent(id)}/report`),
  });
}
