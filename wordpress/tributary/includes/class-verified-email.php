<?php
/**
 * Which e-mail addresses of users are proved.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * A user is taken for a partner by e-mail address, so the address has to be proved. WordPress itself lets other plugins, its
 * REST API and administrators set any address; so whoever proved an address is noted with it, and the note is worth nothing
 * for another address.
 */
final class Verified_Email {

	/** The address that the user proved. Begins with an underscore: nobody sets it through forms or the REST API. */
	const META = '_tributary_verified_email';
	/** A link that was mailed: hash, address, expiry. */
	const LINK    = '_tributary_confirm_link';
	const ACTION  = 'tributary_confirm_email';
	const ARG     = 'tributary_confirm';
	const SECONDS = HOUR_IN_SECONDS;
	/** Between two mails to the same user. */
	const PAUSE = 2 * MINUTE_IN_SECONDS;

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'after_password_reset', array( __CLASS__, 'notice_reset' ) );
		add_action( 'profile_update', array( __CLASS__, 'notice_change' ), 10, 2 );
		add_action( 'admin_post_' . self::ACTION, array( __CLASS__, 'mail_link' ) );
		add_action( 'template_redirect', array( __CLASS__, 'use_link' ), 1 );
	}

	/**
	 * The proved address of a user, in lower case; empty where the present one is not proved.
	 *
	 * @param \WP_User $user The user.
	 * @return string
	 */
	public static function of( $user ) {
		$now = self::normal( $user->user_email );
		return '' !== $now && get_user_meta( $user->ID, self::META, true ) === $now ? $now : '';
	}

	/**
	 * An address as it is compared.
	 *
	 * @param string $email The address.
	 * @return string
	 */
	public static function normal( $email ) {
		return strtolower( trim( (string) $email ) );
	}

	/**
	 * Notes that the user's present address is theirs.
	 *
	 * @param int $user_id The user.
	 */
	private static function note( $user_id ) {
		clean_user_cache( $user_id );
		$user = get_userdata( $user_id );
		update_user_meta( $user_id, self::META, wp_slash( self::normal( $user->user_email ) ) );
		Partners::forget_check( $user_id );
	}

	/**
	 * Somebody chose a password by the link that WordPress mailed to the user's address. WordPress forgets such links when the
	 * address changes. Only where the link was looked at in this request: other plugins reset passwords in other ways.
	 *
	 * @param \WP_User $user The user.
	 */
	public static function notice_reset( $user ) {
		if ( did_action( 'validate_password_reset' ) ) {
			self::note( $user->ID );
		}
	}

	/**
	 * Somebody changed their own address, by the link that WordPress mailed to the new one.
	 *
	 * @param int      $user_id The user.
	 * @param \WP_User $before  As they were.
	 */
	public static function notice_change( $user_id, $before ) {
		$user = get_userdata( $user_id );
		if ( self::normal( $before->user_email ) === self::normal( $user->user_email ) ) {
			return;
		}
		Partners::forget_check( $user_id );
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- WordPress's own mailed secret, compared below.
		$given  = isset( $_GET['newuseremail'] ) ? sanitize_text_field( wp_unslash( $_GET['newuseremail'] ) ) : '';
		$wanted = get_user_meta( $user_id, '_new_email', true );
		if ( '' === $given || ! is_array( $wanted ) || empty( $wanted['hash'] ) || get_current_user_id() !== (int) $user_id ) {
			return;
		}
		if ( hash_equals( (string) $wanted['hash'], $given ) && self::normal( $wanted['newemail'] ) === self::normal( $user->user_email ) ) {
			self::note( $user_id );
		}
	}

	/**
	 * Mails a link to the address of whoever is signed in.
	 */
	public static function mail_link() {
		check_admin_referer( self::ACTION );
		$user = wp_get_current_user();
		$back = wp_get_referer() ? wp_get_referer() : home_url( '/' );
		$last = get_user_meta( $user->ID, self::LINK, true );
		if ( ! is_array( $last ) || $last['sent'] < time() - self::PAUSE || self::normal( $user->user_email ) !== $last['email'] ) {
			self::send( $user, $back );
		}
		wp_safe_redirect( add_query_arg( 'tributary_mailed', '1', $back ) );
		exit;
	}

	/**
	 * Makes the link and mails it.
	 *
	 * @param \WP_User $user The user.
	 * @param string   $back Where the link leads.
	 */
	private static function send( $user, $back ) {
		$secret = wp_generate_password( 40, false );
		update_user_meta(
			$user->ID,
			self::LINK,
			wp_slash(
				array(
					'hash'  => wp_hash( $secret ),
					'email' => self::normal( $user->user_email ),
					'sent'  => time(),
				)
			)
		);
		// The way back is a path, where the browser came from a page of this site.
		$site = wp_parse_url( home_url() );
		$back = 0 === strpos( $back, '/' ) ? $site['scheme'] . '://' . $site['host'] . ( isset( $site['port'] ) ? ':' . $site['port'] : '' ) . $back : $back;
		$link = add_query_arg( self::ARG, $secret, remove_query_arg( array( 'tributary_mailed', 'tributary_link', self::ARG ), $back ) );
		/* translators: %s: name of the site. */
		$subject = sprintf( __( '[%s] Confirm your e-mail address', 'tributary' ), wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ) );
		/* translators: 1: user name, 2: link. */
		$text = __( "Hello %1\$s,\n\nopen this link while you are signed in, and your partner center opens to you:\n\n%2\$s\n\nIt works for an hour. If you did not ask for it, do nothing.", 'tributary' );
		wp_mail( $user->user_email, $subject, sprintf( $text, $user->user_login, $link ) );
	}

	/**
	 * The mailed link was opened. It counts in the browser of the user who asked for it only: programs that look into mail
	 * open links, too, and so might somebody else whose address was used.
	 */
	public static function use_link() {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- the mailed secret is the proof.
		$given = isset( $_GET[ self::ARG ] ) ? sanitize_text_field( wp_unslash( $_GET[ self::ARG ] ) ) : '';
		if ( '' === $given ) {
			return;
		}
		if ( ! is_user_logged_in() ) {
			auth_redirect();
		}
		$user = wp_get_current_user();
		$link = get_user_meta( $user->ID, self::LINK, true );
		$good = is_array( $link ) && $link['sent'] > time() - self::SECONDS && hash_equals( $link['hash'], wp_hash( $given ) )
			&& self::normal( $user->user_email ) === $link['email'];
		if ( $good ) {
			delete_user_meta( $user->ID, self::LINK );
			self::note( $user->ID );
		}
		wp_safe_redirect( add_query_arg( $good ? array() : array( 'tributary_link' => 'old' ), remove_query_arg( array( self::ARG, 'tributary_mailed' ) ) ) );
		exit;
	}
}
