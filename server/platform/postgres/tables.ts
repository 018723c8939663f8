/** The one table that stands before all migrations, since it holds them. */
export type MigrationTables = {
  'machinery.schema_migrations': {
    number: number;
    name: string;
    checksum: string;
    applied_at: Date;
  };
};

export type AppliedMigration = MigrationTables['machinery.schema_migrations'];
