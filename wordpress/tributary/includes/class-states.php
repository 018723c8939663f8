<?php
/**
 * Who sits before the page, and what to say.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * What the present visitor is as a partner, in one word; and a plain sentence for every word but `approved`.
 */
final class States {

	/**
	 * The visitor's partner and state: `approved`, `not_connected`, `signed_out`, `administrator`, `unconfirmed`, `none`,
	 * `pending`, `rejected`, `suspended` or `away`.
	 *
	 * @return array{state: string, partner: array<string, mixed>|null}
	 */
	public static function now() {
		$user    = wp_get_current_user();
		$partner = null;
		if ( ! Options::is_connected() ) {
			$state = 'not_connected';
		} elseif ( ! $user->exists() ) {
			$state = 'signed_out';
		} elseif ( Role::is_administrator( $user ) ) {
			$state = 'administrator';
		} elseif ( '' === Verified_Email::of( $user ) ) {
			$state = 'unconfirmed';
		} else {
			$partner = Partners::check( $user );
			$state   = $partner ? $partner['status'] : 'away';
		}
		return array(
			'state'   => $state,
			'partner' => $partner,
		);
	}

	/**
	 * The sentence for a state, without markup.
	 *
	 * @param string $state The state.
	 * @return string
	 */
	public static function sentence( $state ) {
		switch ( $state ) {
			case 'not_connected':
				return current_user_can( 'manage_options' )
					? __( 'Tributary is not connected yet. Enter its address and key under Settings, Tributary.', 'tributary' )
					: __( 'The partner center of this site is not set up yet.', 'tributary' );
			case 'signed_out':
				return __( 'Sign in to see your partner center.', 'tributary' );
			case 'administrator':
				return __( 'You are signed in as an administrator, and administrators are no partners here. Partners see their center in this place.', 'tributary' );
			case 'unconfirmed':
				/* translators: %s: e-mail address. */
				return sprintf( __( 'Confirm once that %s is your address, and your partner center opens.', 'tributary' ), wp_get_current_user()->user_email );
			case 'pending':
				return __( 'Your application is being looked at. You get a mail when it is decided.', 'tributary' );
			case 'rejected':
				return __( 'Your application was not accepted.', 'tributary' );
			case 'suspended':
				return __( 'Your partnership is suspended. Ask the owner of this site.', 'tributary' );
			case 'away':
				return __( 'The partner center cannot be reached at the moment. Try again in a minute.', 'tributary' );
			default:
				/* translators: %s: e-mail address. */
				return sprintf( __( 'No partner has your address, %s.', 'tributary' ), wp_get_current_user()->user_email );
		}
	}

	/**
	 * The sentence with what leads on from it: a link to sign in, a form to confirm the address, a link to join.
	 *
	 * @param string $state The state.
	 * @return string HTML.
	 */
	public static function html( $state ) {
		$more = '';
		if ( 'signed_out' === $state ) {
			$more = self::link( wp_login_url( self::here() ), __( 'Sign in', 'tributary' ) );
		} elseif ( 'not_connected' === $state && current_user_can( 'manage_options' ) ) {
			$more = self::link( admin_url( 'options-general.php?page=tributary' ), __( 'Settings', 'tributary' ) );
		} elseif ( 'unconfirmed' === $state ) {
			$more = self::confirm_form();
		}
		$page = (int) Options::get( 'signup_page' );
		if ( in_array( $state, array( 'none', 'signed_out' ), true ) && $page && 'publish' === get_post_status( $page ) && ! is_page( $page ) ) {
			$more .= ' ' . self::link( get_permalink( $page ), __( 'Become a partner', 'tributary' ) );
		}
		return '<div class="tributary-says" data-state="' . esc_attr( $state ) . '"><p>' . esc_html( self::sentence( $state ) ) . '</p>' . $more . '</div>';
	}

	/**
	 * A link.
	 *
	 * @param string $url  Where to.
	 * @param string $text Its words.
	 * @return string HTML.
	 */
	private static function link( $url, $text ) {
		return '<a href="' . esc_url( $url ) . '">' . esc_html( $text ) . '</a>';
	}

	/**
	 * The address of this page.
	 *
	 * @return string
	 */
	private static function here() {
		$path = isset( $_SERVER['REQUEST_URI'] ) ? esc_url_raw( wp_unslash( $_SERVER['REQUEST_URI'] ) ) : '/';
		$site = wp_parse_url( home_url() );
		return $site['scheme'] . '://' . $site['host'] . ( isset( $site['port'] ) ? ':' . $site['port'] : '' ) . $path;
	}

	/**
	 * The form that asks for a mail; or, once it was sent, where to look.
	 *
	 * @return string HTML.
	 */
	private static function confirm_form() {
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- only which sentence is shown.
		$mailed = isset( $_GET['tributary_mailed'] );
		$is_old = isset( $_GET['tributary_link'] );
		// phpcs:enable
		if ( $mailed ) {
			return '<p role="status">' . esc_html__( 'A link is on its way to you. It works for an hour, in this browser.', 'tributary' ) . '</p>';
		}
		$old = $is_old ? '<p role="status">' . esc_html__( 'This link does not work any more. Ask for another.', 'tributary' ) . '</p>' : '';
		return $old . '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '">'
			. '<input type="hidden" name="action" value="' . esc_attr( Verified_Email::ACTION ) . '">'
			. wp_nonce_field( Verified_Email::ACTION, '_wpnonce', true, false )
			. '<button type="submit" class="wp-element-button">' . esc_html__( 'Mail me a link', 'tributary' ) . '</button></form>';
	}
}
