<?php
/**
 * Where partners arrive after signing in.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Leads partners to the page that the owner chose, unless they were on their way to another.
 */
final class Login {

	/**
	 * Hooks.
	 */
	public static function register() {
		add_filter( 'login_redirect', array( __CLASS__, 'lead' ), 20, 3 );
	}

	/**
	 * Where to.
	 *
	 * @param string             $to     Where WordPress would lead.
	 * @param string             $wanted Where the user was on the way to; empty: nowhere.
	 * @param \WP_User|\WP_Error $user   Who signed in.
	 * @return string
	 */
	public static function lead( $to, $wanted, $user ) {
		$page = (int) Options::get( 'after_login' );
		if ( ! $page || ! $user instanceof \WP_User || 'publish' !== get_post_status( $page ) ) {
			return $to;
		}
		$nowhere = '' === (string) $wanted || admin_url() === $wanted || admin_url( 'profile.php' ) === $wanted;
		return $nowhere && in_array( Role::NAME, (array) $user->roles, true ) ? get_permalink( $page ) : $to;
	}
}
