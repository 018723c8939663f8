import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type CountryResponse, Reader } from 'mmdb-lib';

/** Two capital letters (ISO 3166-1), or null for addresses that are of no country or not known. */
export type FindCountry = (address: string) => string | null;

/** Opens the list of address blocks that comes with the packages (public domain, from the regional registries; 8 MB). */
export function openCountries(): FindCountry {
  const file = createRequire(import.meta.url).resolve(
    '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  );
  const reader = new Reader<CountryResponse & { country_code?: string }>(readFileSync(file));
  return (address) => {
    try {
      const code = reader.get(address)?.country_code;
      return code !== undefined && /^[A-Z]{2}$/.test(code) ? code : null;
    } catch {
      // Not an address: a proxy that we believe wrote something else.
      return null;
    }
  };
}
