/** How the embedded server is set, for a machine of two cores and 4 GB or more; given on its command line at each start. */
export function settings(durable: boolean): Record<string, string | number> {
  return {
    // Said outright, so that nobody has to look up the defaults on which the money depends.
    fsync: durable ? 'on' : 'off',
    synchronous_commit: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    // Files and socket are the server's user's alone; root passes anyway.
    unix_socket_permissions: '0700',
    max_connections: 100,
    shared_buffers: '256MB',
    effective_cache_size: '1GB',
    // With parallel workers this stays below the 64 MB of shared memory that containers get.
    work_mem: '8MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    min_wal_size: '128MB',
    // Nothing is replicated from here.
    wal_level: 'minimal',
    max_wal_senders: 0,
    wal_compression: 'on',
    random_page_cost: 1.1,
    jit: 'off',
    // A new table has no statistics, and until it has, plans are made that read all of an account's rows.
    autovacuum_naptime: '10s',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Its log tells of the server's own life. A failed statement is told to the app, and may hold people's addresses.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  };
}
