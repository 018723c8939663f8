<?php
/**
 * What the owner chose.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * The settings, and the secret key apart from them: it is never loaded with the others, and never written into a page.
 */
final class Options {

	const NAME = 'tributary_settings';
	const KEY  = 'tributary_secret_key';

	/**
	 * What holds until something else is chosen.
	 *
	 * @return array<string, mixed>
	 */
	public static function defaults() {
		return array(
			'address'         => '',
			'publishable_key' => '',
			'invite'          => true,
			'center_page'     => 0,
			'signup_page'     => 0,
			'signup_form'     => '',
			'after_login'     => 0,
			'track'           => true,
			'consent'         => 'none',
			'lead_users'      => false,
			'lead_cf7'        => false,
			'lead_wpforms'    => false,
			'lead_gravity'    => false,
		);
	}

	/**
	 * One setting.
	 *
	 * @param string $name Its name.
	 * @return mixed
	 */
	public static function get( $name ) {
		$all = self::all();
		return $all[ $name ];
	}

	/**
	 * All settings.
	 *
	 * @return array<string, mixed>
	 */
	public static function all() {
		$stored = get_option( self::NAME, array() );
		return array_merge( self::defaults(), is_array( $stored ) ? $stored : array() );
	}

	/**
	 * Changes some settings.
	 *
	 * @param array<string, mixed> $some The new values.
	 */
	public static function put( array $some ) {
		update_option( self::NAME, array_merge( self::all(), $some ) );
	}

	/**
	 * The secret key; a constant in wp-config.php beats the stored one.
	 *
	 * @return string
	 */
	public static function key() {
		if ( defined( 'TRIBUTARY_SECRET_KEY' ) ) {
			return (string) TRIBUTARY_SECRET_KEY;
		}
		return (string) get_option( self::KEY, '' );
	}

	/**
	 * Keeps the secret key, out of what is loaded with every page.
	 *
	 * @param string $key The key; empty: forgets it.
	 */
	public static function put_key( $key ) {
		if ( '' === $key ) {
			delete_option( self::KEY );
			return;
		}
		update_option( self::KEY, $key, false );
	}

	/**
	 * Where Tributary is, without a slash at the end.
	 *
	 * @return string
	 */
	public static function address() {
		return untrailingslashit( (string) self::get( 'address' ) );
	}

	/**
	 * Whether there is an address and a key to use with it.
	 *
	 * @return bool
	 */
	public static function is_connected() {
		return '' !== self::address() && '' !== self::key();
	}

	/**
	 * This site's host, with its port where that is not the scheme's own: as Tributary lists allowed hosts.
	 *
	 * @return string
	 */
	public static function own_host() {
		$parts = wp_parse_url( home_url( '/' ) );
		$port  = isset( $parts['port'] ) ? ':' . $parts['port'] : '';
		return strtolower( $parts['host'] ) . $port;
	}
}
