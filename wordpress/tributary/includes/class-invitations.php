<?php
/**
 * Users for partners who have none.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * An approved partner without a user gets one, by WordPress's own invitation: a mail with a link to choose a password. Who
 * chooses it has proved the address.
 */
final class Invitations {

	/**
	 * Invites a partner, unless a user has the address already.
	 *
	 * @param array<string, mixed> $row A partner as the API shows it.
	 * @return bool Whether somebody was invited.
	 */
	public static function invite( array $row ) {
		$email = sanitize_email( $row['email'] );
		if ( 'approved' !== $row['status'] || ! is_email( $email ) || email_exists( $email ) ) {
			return false;
		}
		$name = isset( $row['name'] ) ? sanitize_text_field( $row['name'] ) : '';
		$made = wp_insert_user(
			wp_slash(
				array(
					'user_login'   => self::free_login( $row, $email ),
					'user_email'   => $email,
					'user_pass'    => wp_generate_password( 32 ),
					'display_name' => $name,
					'role'         => get_option( 'default_role', 'subscriber' ),
				)
			)
		);
		if ( is_wp_error( $made ) ) {
			return false;
		}
		$user = get_userdata( $made );
		// A site whose new users are administrators has another problem; ours do not add to it.
		if ( Role::is_administrator( $user ) ) {
			$user->set_role( 'subscriber' );
		}
		wp_new_user_notification( $made, null, 'user' );
		return true;
	}

	/**
	 * A user name that is free: the partner's code, else the address before the @, else either with a number.
	 *
	 * @param array<string, mixed> $row   The partner.
	 * @param string               $email Their address.
	 * @return string
	 */
	private static function free_login( array $row, $email ) {
		$wishes = array( isset( $row['code'] ) ? (string) $row['code'] : '', strstr( $email, '@', true ), 'partner' );
		foreach ( $wishes as $wish ) {
			$login = substr( sanitize_user( $wish, true ), 0, 50 );
			if ( '' !== $login && ! username_exists( $login ) ) {
				return $login;
			}
		}
		do {
			$login = 'partner-' . strtolower( wp_generate_password( 8, false ) );
		} while ( username_exists( $login ) );
		return $login;
	}
}
