import type { Page, Upload } from '@ringcheck/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/http.js';

export function useUploads() {
  return useQuery({
    queryKey: ['uploads'],
    queryFn: () => request<Page<Upload>>('/uploads?limit=20'),
    refetchInterval: (query) => (query.state.data?.items.some(isOpen) === true ? 1_000 : false),
  });
}

function isOpen(upload: Upload): boolean {
  return upload.status === 'received' || upload.status === 'processing';
}

/** Send files with the paths a folder gives them. */
export function useSendFiles() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (files: readonly File[]) => {
      const form = new FormData();
      for (const file of files)
        form.append('files', file, file.webkitRelativePath === '' ? file.name : file.webkitRelativePath);
      return request<Upload>('/uploads', { method: 'POST', body: form });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['uploads'] }),
  });
}
